// How the reporter's pages speak to the server: no cookie goes along, nothing is kept, and no
// address tells the next site where one came from.

export interface Fault {
  field: string;
  message: string;
}

/** The server said no, with a sentence for the person. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = "",
    readonly faults: Fault[] = [],
  ) {
    super(message);
  }
}

/** The server was not reached: it may be tried again. */
export class Offline extends Error {}

const QUIET: RequestInit = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };

async function send(url: string, options: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, { ...QUIET, ...options });
  } catch {
    throw new Offline("offline");
  }
  if (answer.ok) return answer;
  if (answer.status >= 502 && answer.status <= 504) throw new Offline(String(answer.status));
  throw await problem(answer);
}

async function problem(answer: Response): Promise<Problem> {
  type Told = { title?: string; detail?: string; code?: string; faults?: Fault[] };
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  const told: Told = isJson ? ((await answer.json()) as Told) : {};
  return new Problem(answer.status, told.detail ?? told.title ?? "", told.code, told.faults);
}

/** JSON whose reading breaks off is a lost connection as well. */
async function json<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch {
    throw new Offline("cut");
  }
}

export async function getJson<T>(url: string, headers: Record<string, string> = {}): Promise<T> {
  return json<T>(await send(url, { headers: { accept: "application/json", ...headers } }));
}

/** `body` is JSON that was written before, so that a second try sends the very same bytes. */
export async function postJson<T>(url: string, body: string): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  return json<T>(await send(url, { method: "POST", headers, body }));
}

export async function putOctets(url: string, body: Blob, secret: string): Promise<void> {
  const headers = { "content-type": "application/octet-stream", "x-upload-secret": secret };
  await send(url, { method: "PUT", headers, body });
}

export async function postForOctets(url: string, body: string): Promise<Uint8Array<ArrayBuffer>> {
  const headers = { accept: "application/octet-stream", "content-type": "application/json" };
  const answer = await send(url, { method: "POST", headers, body });
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Offline("cut");
  }
}

const PAUSES_S = [1, 2, 4, 8, 15, 30];

/** Tries again while the server cannot be reached; `waiting` is told before each pause. */
export async function patiently<T>(work: () => Promise<T>, waiting: () => void): Promise<T> {
  for (const seconds of PAUSES_S) {
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof Offline)) throw fault;
      waiting();
      await pause(seconds);
    }
  }
  return work();
}

/** Waits, but no longer than until the device says that it is connected again. */
function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      window.clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = window.setTimeout(go, seconds * 1000);
    window.addEventListener("online", go);
  });
}
