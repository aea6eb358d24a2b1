// A ZIP whose files lie in it as they are: what goes into the bundle is compressed already.
// PKWARE APPNOTE 6.3.10, without its 64-bit forms: a bundle is at most 250 MB.
import { type Bytes, concat, utf8 } from "./bytes";
import { CHUNK } from "./stream";

export interface ZipFile {
  name: string;
  blob: Blob;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** CRC-32 of a part, continuing the sum of the parts before it. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let sum = ~before;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 255] as number);
  return ~sum >>> 0;
}

async function sumOf(blob: Blob): Promise<number> {
  let sum = 0;
  for (let at = 0; at < blob.size; at += CHUNK) {
    sum = crc32(new Uint8Array(await blob.slice(at, at + CHUNK).arrayBuffer()), sum);
  }
  return sum;
}

/** Little-endian numbers: [bytes, value] pairs. */
function fields(...pairs: [2 | 4, number][]): Bytes {
  return concat(...pairs.map(([size, value]) => {
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    if (size === 2) view.setUint16(0, value, true);
    else view.setUint32(0, value, true);
    return bytes;
  }));
}

const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the oldest date there is: the bundle tells no time. */
const DATE = 0x0021;

/** What local header and directory share: flags to extra length. */
const middle = (sum: number, size: number, name: number): Bytes =>
  fields([2, UTF8_NAMES], [2, 0], [2, 0], [2, DATE], [4, sum], [4, size], [4, size], [2, name], [2, 0]);

export async function zip(files: ZipFile[]): Promise<Blob> {
  const [parts, list]: [BlobPart[], Bytes[]] = [[], []];
  let at = 0;
  for (const { name, blob } of files) {
    const path = utf8(name);
    const shared = middle(await sumOf(blob), blob.size, path.length);
    const head = concat(fields([4, 0x04034b50], [2, VERSION]), shared, path);
    parts.push(head, blob);
    const tail = fields([2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
    list.push(concat(fields([4, 0x02014b50], [2, VERSION], [2, VERSION]), shared, tail, path));
    at += head.length + blob.size;
  }
  const directory = concat(...list);
  const count = files.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, at], [2, 0]);
  return new Blob([...parts, directory, end], { type: "application/zip" });
}
