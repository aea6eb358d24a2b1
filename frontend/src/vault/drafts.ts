// A draft on the reporter's own device, only if the reporter wishes: texts and files are sealed
// under the report's code, so that the device alone gives nothing away. One draft a device.
import { b64, type Bytes, fromB64, fromUtf8, info, newUuid, randomBytes, utf8 } from "./bytes";
import { type AccessCode, draftKeyOf } from "./code";
import { VaultFault } from "./faults";
import { type NewReport, reportOf } from "./reporter";
import { openSecret, sealSecret } from "./secretbox";
import { type Shelf, shelf } from "./shelf";
import { type FileManifest, FileSealer, hashOf, openFileToBlob } from "./stream";

const TEXT = "text";
const BOUND = info("draft", "", "", 1);

/** Remembered inside the sealed draft; the file's bytes lie beside it, sealed. */
export type DraftFile = FileManifest;

interface Kept {
  case: string;
  caseKey: string;
  value: unknown;
}

let cupboard: Shelf = shelf("tmac-draft");

/** For the tests: another place to keep drafts. */
export const keepDraftsIn = (place: Shelf): void => {
  cupboard = place;
};

export async function sealDraft(report: NewReport, value: unknown): Promise<Bytes> {
  const kept: Kept = { case: report.case, caseKey: b64(report.caseKey), value };
  return sealSecret(report.draftKey, utf8(JSON.stringify(kept)), BOUND);
}

/** Throws `opening` for a code that is not the draft's. */
export async function openDraft(
  code: AccessCode, box: Bytes,
): Promise<{ report: NewReport; value: unknown }> {
  const kept = JSON.parse(fromUtf8(await openSecret(await draftKeyOf(code), box, BOUND))) as Kept;
  return { report: await reportOf(code, kept.case, fromB64(kept.caseKey)), value: kept.value };
}

/** Throws `unsupported` where the browser keeps nothing: the page goes on without a draft. */
export const saveDraft = async (report: NewReport, value: unknown): Promise<void> =>
  cupboard.put(TEXT, await sealDraft(report, value));

export const hasDraft = async (): Promise<boolean> =>
  (await cupboard.get(TEXT).catch(() => undefined)) !== undefined;

export async function loadDraft(
  code: AccessCode,
): Promise<{ report: NewReport; value: unknown } | null> {
  const box = await cupboard.get<Bytes>(TEXT);
  return box ? openDraft(code, box) : null;
}

/** Seals a file into the draft; put what comes back into the draft's value. */
export async function saveDraftFile(report: NewReport, blob: Blob): Promise<DraftFile> {
  const [id, key] = [newUuid(), randomBytes(32)];
  const sealer = new FileSealer(blob, { case: report.case, id, key });
  const objects: Bytes[] = [];
  for await (const object of sealer.all()) objects.push(object);
  await cupboard.put(id, objects);
  return { id, key: b64(key), mime: blob.type, size: blob.size, sha256: await hashOf(blob) };
}

export async function loadDraftFile(report: NewReport, file: DraftFile): Promise<Blob> {
  const objects = await cupboard.get<Bytes[]>(file.id);
  if (!objects) throw new VaultFault("file");
  async function* each(): AsyncGenerator<Bytes> {
    yield* objects as Bytes[];
  }
  const blob = await openFileToBlob(report.case, file, each(), objects.length);
  return blob.slice(0, blob.size, file.mime);
}

export const dropDraftFile = (file: DraftFile): Promise<void> => cupboard.remove(file.id);

/** Nothing of a draft stays; also where the browser keeps nothing. */
export const eraseDrafts = (): Promise<void> => cupboard.clear().catch(() => undefined);
