// The one place where the browser asks the server for data.

export class ServerFault extends Error {}

/** JSON from an address of this site; a fault carries the status and nothing else. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(url, {
    credentials: "same-origin",
    headers: { accept: "application/json" },
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw new ServerFault(`${answer.status}`);
  return (await answer.json()) as T;
}

/** A piece of a page, made by the server. */
export async function getHtml(url: string): Promise<string> {
  const answer = await fetch(url, { credentials: "same-origin", headers: { accept: "text/html" } });
  if (!answer.ok) throw new ServerFault(`${answer.status}`);
  return answer.text();
}

export const isAbort = (fault: unknown): boolean =>
  fault instanceof DOMException && fault.name === "AbortError";
