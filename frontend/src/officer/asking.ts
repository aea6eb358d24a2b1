// How the officers' pages ask and tell the server: JSON of this site, with the token of the page.

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  faults?: { field: string; message: string }[];
}

/** The server said no; the message is a sentence for the person. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = "",
  ) {
    super(message);
  }
}

function token(): string {
  const headers = document.body.getAttribute("hx-headers");
  return headers ? String((JSON.parse(headers) as Record<string, string>)["x-csrftoken"] ?? "") : "";
}

async function send(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
  if (answer.type === "opaqueredirect") throw new Refusal(401, "", "signed_out");
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

async function refusal(answer: Response): Promise<Refusal> {
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  const problem = isJson ? ((await answer.json()) as Problem) : {};
  const faults = problem.faults?.map((fault) => fault.message).join(" ");
  return new Refusal(answer.status, faults || problem.detail || problem.title || "", problem.code);
}

/** What stands at an address of this site. */
export async function ask<T>(url: string): Promise<T> {
  const answer = await send(url, { headers: { accept: "application/json" } });
  return (await answer.json()) as T;
}

/** Tells the server something; resolves once it is on disk. */
export async function tell<T>(url: string, body: unknown): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json", "x-csrftoken": token() };
  const answer = await send(url, { method: "POST", headers, body: JSON.stringify(body) });
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** A piece of a sealed file. */
export async function octets(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await send(url, { headers: { accept: "application/octet-stream" } });
  return new Uint8Array(await answer.arrayBuffer());
}
