// Files, chunk by chunk (STREAM over AES-256-GCM): memory stays constant whatever the size.
// Object 0 is the header and chunk 0, object i is chunk i. The plaintext is filled with zeros to
// a Padme length, so that sizes say little.
import { type Bytes, concat, fromB64, hex, info, randomBytes, u32, utf8 } from "./bytes";
import { VaultFault, guarded } from "./faults";
import { sha256, subtle } from "./native";

export const CHUNK = 1 << 20;
export const MOST_BYTES = 25 * CHUNK;
export const MOST_FILES = 10;
const HEADER = 13;
const PREFIX = 7;
const TAG = 16;
const MAGIC = concat(utf8("TMF1"), Uint8Array.of(0x21, 20));

/** Padme: at most 12 % more, and only log log n bits of the size are told. */
export function padme(size: number): number {
  if (size < 2) return 1;
  const exponent = Math.floor(Math.log2(size));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(size / step) * step;
}

export const objectsOf = (size: number): number => Math.ceil(padme(size) / CHUNK);

/** What is needed to seal or open one file. */
export interface FileKey {
  case: string;
  id: string;
  key: Bytes;
}

const nonce = (prefix: Bytes, chunk: number, isLast: boolean): Bytes =>
  concat(prefix, u32(chunk), Uint8Array.of(isLast ? 1 : 0));

const bound = (file: FileKey): Bytes => info("file", file.case, file.id, 0);

async function slice(blob: Blob, from: number, to: number): Promise<Bytes> {
  const part = blob.slice(from, to);
  return new Uint8Array(await part.arrayBuffer());
}

/** A file ready to be sealed; the same object comes out alike each time, so sending may resume. */
export class FileSealer {
  readonly objects: number;
  /** Bytes of plaintext and filling: what the server is told. */
  readonly size: number;
  private imported: Promise<CryptoKey> | null = null;

  constructor(
    readonly blob: Blob,
    readonly file: FileKey,
    readonly prefix: Bytes = randomBytes(PREFIX),
  ) {
    if (blob.size > MOST_BYTES) throw new VaultFault("too-long", MOST_BYTES);
    this.size = padme(blob.size);
    this.objects = objectsOf(blob.size);
  }

  object(chunk: number): Promise<Bytes> {
    return guarded("sealing", async () => {
      const length = Math.min(CHUNK, this.size - chunk * CHUNK);
      if (chunk < 0 || length <= 0) throw new VaultFault("file");
      const plaintext = new Uint8Array(length);
      plaintext.set(await slice(this.blob, chunk * CHUNK, chunk * CHUNK + length));
      const iv = nonce(this.prefix, chunk, chunk === this.objects - 1);
      const way = { name: "AES-GCM", iv, additionalData: bound(this.file) };
      const sealed = new Uint8Array(await subtle().encrypt(way, await this.key(), plaintext));
      return chunk === 0 ? concat(MAGIC, this.prefix, sealed) : sealed;
    });
  }

  async *all(): AsyncGenerator<Bytes> {
    for (let chunk = 0; chunk < this.objects; chunk += 1) yield await this.object(chunk);
  }

  private key(): Promise<CryptoKey> {
    return (this.imported ??=
      subtle().importKey("raw", this.file.key, "AES-GCM", false, ["encrypt"]));
  }
}

/**
 * SHA-256 of a whole file, in hex. The one step that holds the file in memory: the browser hashes
 * only what it gets at once, and hashing by script takes ten seconds where scripts are not compiled.
 */
export async function hashOf(blob: Blob): Promise<string> {
  if (blob.size > MOST_BYTES) throw new VaultFault("too-long", MOST_BYTES);
  return hex(await sha256(await slice(blob, 0, blob.size)));
}

/**
 * The plaintext of a file of `size` bytes, chunk by chunk; each is proven before it is given out.
 * Throws `file` when an object is missing, cut, altered, in the wrong place or one too many: a
 * file is whole only when the generator has ended.
 */
export async function* openStream(
  file: FileKey, size: number, objects: AsyncIterable<Bytes>,
): AsyncGenerator<Bytes> {
  if (!(size >= 0 && size <= MOST_BYTES)) throw new VaultFault("file");
  const opener = new FileOpener(file, size);
  for await (const object of objects) yield await opener.next(object);
  if (!opener.isWhole) throw new VaultFault("file");
}

class FileOpener {
  private readonly objects: number;
  private readonly padded: number;
  private prefix: Bytes = new Uint8Array(0);
  private at = 0;
  private imported: Promise<CryptoKey> | null = null;

  constructor(private readonly file: FileKey, private readonly size: number) {
    this.padded = padme(size);
    this.objects = objectsOf(size);
  }

  get isWhole(): boolean {
    return this.at === this.objects;
  }

  next(object: Bytes): Promise<Bytes> {
    return guarded("file", async () => {
      const chunk = this.at;
      const sealed = chunk === 0 ? this.withoutHeader(object) : object;
      const length = Math.min(CHUNK, this.padded - chunk * CHUNK);
      if (chunk >= this.objects || sealed.length !== length + TAG) throw new VaultFault("file");
      const iv = nonce(this.prefix, chunk, chunk === this.objects - 1);
      const way = { name: "AES-GCM", iv, additionalData: bound(this.file) };
      const filled = new Uint8Array(await subtle().decrypt(way, await this.key(), sealed));
      this.at += 1;
      return filled.slice(0, Math.max(0, this.size - chunk * CHUNK));
    });
  }

  private withoutHeader(object: Bytes): Bytes {
    if (!MAGIC.every((byte, at) => byte === object[at])) throw new VaultFault("file");
    this.prefix = object.slice(MAGIC.length, HEADER);
    return object.slice(HEADER);
  }

  private key(): Promise<CryptoKey> {
    return (this.imported ??=
      subtle().importKey("raw", this.file.key, "AES-GCM", false, ["decrypt"]));
  }
}

/** What a page may show; anything else could run as part of this site and is only saved. */
const SHOWN = /^(?:image\/(?:jpeg|png|webp|gif)|(?:audio|video)\/(?:webm|ogg|mp4|mpeg|wav))$/;

export function shownType(mime: string): string {
  const plain = mime.split(";")[0]?.trim().toLowerCase() ?? "";
  return SHOWN.test(plain) ? plain : "application/octet-stream";
}

/** What the manifest of a file says; it travels inside sealed content. */
export interface FileManifest {
  id: string;
  key: string;
  size: number;
  /** Of the plaintext without its filling. */
  sha256: string;
  mime: string;
}

/** As openStream, from the manifest; `count` is how many objects the server says it has. */
export function openFile(
  case_: string, manifest: FileManifest, objects: AsyncIterable<Bytes>, count: number,
): AsyncGenerator<Bytes> {
  if (count !== objectsOf(manifest.size)) throw new VaultFault("file");
  const file = { case: case_, id: manifest.id, key: fromB64(manifest.key) };
  return openStream(file, manifest.size, objects);
}

/** The whole file, proven to its end and held to the hash in its manifest. */
export async function openFileToBlob(
  case_: string, manifest: FileManifest, objects: AsyncIterable<Bytes>, count: number,
): Promise<Blob> {
  const parts: Bytes[] = [];
  for await (const part of openFile(case_, manifest, objects, count)) parts.push(part);
  const blob = new Blob(parts, { type: shownType(manifest.mime) });
  if ((await hashOf(blob)) !== manifest.sha256) throw new VaultFault("file");
  return blob;
}
