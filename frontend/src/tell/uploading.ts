// Sends sealed files object by object. What has arrived is asked first, so that a broken connection
// costs one object and not the whole file.
import type { SealedFile } from "../vault/reporter";
import { type Attachment, sealed } from "./attachment";
import { patiently, postJson, Problem, putOctets } from "./asking";
import type { Config } from "./session";
import type { Stage } from "./sending";
import { work } from "./working";
import { fill, tellWords } from "./words";

type Addresses = Pick<Config, "files" | "work">;

export async function sendFiles(
  files: Attachment[], case_: string, addresses: Addresses, stage: Stage,
): Promise<SealedFile[]> {
  const done: SealedFile[] = [];
  for (const file of files) done.push(await sendFile(file, case_, addresses, stage));
  return done;
}

/** A proof of work counts once: when the first answer was lost on the way, a second one is made. */
async function announce(
  file: SealedFile, case_: string, addresses: Addresses, stage: Stage, isAgain = false,
): Promise<number[]> {
  const { waiting } = tellWords().send;
  const done = await work(addresses, "file", case_, (told) => stage.tell(told));
  const body = JSON.stringify(await file.opening(done));
  try {
    const asking = () => postJson<{ received: number[] }>(addresses.files, body);
    return (await patiently(asking, () => stage.tell(waiting))).received;
  } catch (fault) {
    if (isAgain || !(fault instanceof Problem) || fault.status !== 403) throw fault;
    return announce(file, case_, addresses, stage, true);
  }
}

async function sendFile(
  file: Attachment, case_: string, addresses: Addresses, stage: Stage,
): Promise<SealedFile> {
  const words = tellWords().send;
  const waiting = (): void => stage.tell(words.waiting);
  const ready = await sealed(file, case_);
  const line = fill(words.file, { name: file.name });
  stage.tell(line, 0);
  const received = await announce(ready, case_, addresses, stage);
  for (let n = 0; n < ready.objects; n += 1) {
    if (received.includes(n)) continue;
    stage.tell(line, n / ready.objects);
    const object = new Blob([await ready.object(n)]);
    const url = `${addresses.files}${ready.id}/${n}/`;
    await patiently(() => putOctets(url, object, ready.secret), waiting);
  }
  stage.tell(line, 1);
  return ready;
}
