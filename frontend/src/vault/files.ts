// A file on its way: sealed object by object, with what the server and the receipt need.
import { b64, type Bytes, hex, newUuid, randomBytes } from "./bytes";
import { sha256 } from "./native";
import { fileHash } from "./receipt";
import { FileSealer, hashOf, MOST_FILES } from "./stream";
import type { FileKind, Manifest } from "./texts";
import { VaultFault } from "./faults";
import type { Solution } from "./work";

export interface About {
  name: string;
  mime: string;
  kind: FileKind;
  kept_original: boolean;
}

/** The body of POST /tell/files/. */
export interface FileOpening {
  case: string;
  file_id: string;
  secret_hash: string;
  objects: number;
  size: number;
  work: Solution;
}

export class SealedFile {
  /** With it the objects are sent and later claimed by the report. */
  readonly secret: string;
  private readonly hashes: Bytes[] = [];
  private readonly secretBytes = randomBytes(32);

  constructor(private readonly sealer: FileSealer, readonly manifest: Manifest) {
    this.secret = b64(this.secretBytes);
  }

  get id(): string {
    return this.manifest.id;
  }

  get objects(): number {
    return this.sealer.objects;
  }

  /** Bytes of plaintext with its filling. */
  get size(): number {
    return this.sealer.size;
  }

  async opening(work: Solution): Promise<FileOpening> {
    const secret_hash = hex(await sha256(this.secretBytes));
    const { case: case_ } = this.sealer.file;
    return { case: case_, file_id: this.id, secret_hash, objects: this.objects, size: this.size, work };
  }

  /** The same bytes each time, so that sending can be tried again and resumed. */
  async object(chunk: number): Promise<Bytes> {
    const object = await this.sealer.object(chunk);
    this.hashes[chunk] ??= await sha256(object);
    return object;
  }

  async *all(): AsyncGenerator<Bytes> {
    for (let chunk = 0; chunk < this.objects; chunk += 1) yield await this.object(chunk);
  }

  /** What the receipt says of this file; objects that were not made yet are made now. */
  async hash(): Promise<string> {
    for (let chunk = 0; chunk < this.objects; chunk += 1) {
      if (!this.hashes[chunk]) await this.object(chunk);
    }
    return fileHash(this.hashes);
  }
}

/** Throws `too-long` above 25 MiB. */
export async function sealFile(case_: string, blob: Blob, about: About): Promise<SealedFile> {
  const [id, key] = [newUuid(), randomBytes(32)];
  const sealer = new FileSealer(blob, { case: case_, id, key });
  const sha = await hashOf(blob);
  const manifest = { id, key: b64(key), size: blob.size, sha256: sha, ...about };
  return new SealedFile(sealer, manifest);
}

export const manifestsOf = (files: SealedFile[]): Manifest[] => {
  if (files.length > MOST_FILES) throw new VaultFault("too-many-files", MOST_FILES);
  return files.map(({ manifest }) => manifest);
};

export const claimsOf = (files: SealedFile[]): { id: string; secret: string }[] =>
  files.map(({ id, secret }) => ({ id, secret }));
