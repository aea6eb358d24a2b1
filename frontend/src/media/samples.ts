// For the tests: small real containers with the hidden details that a telephone would write.
import { crc32 } from "../vault/zip";

type Bytes = Uint8Array<ArrayBuffer>;
export const SECRET = "GPS 13.5475 100.2740 Somsri's phone";

export const latin = (text: string): Bytes => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
export const joined = (...parts: Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]));

export const segment = (marker: number, body: Uint8Array): Bytes =>
  joined(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), body);

/** Exif with orientation 6 and a place: 13°32'51" N, 100°16'26.4" E (or S and W). */
export function tiff(isLittle = true, refs: [string, string] = ["N", "E"], orientation = 6): Bytes {
  const bytes = new Uint8Array(8 + 30 + 54 + 48);
  const view = new DataView(bytes.buffer);
  bytes.set(latin(isLittle ? "II" : "MM"));
  const u16 = (at: number, value: number): void => view.setUint16(at, value, isLittle);
  const u32 = (at: number, value: number): void => view.setUint32(at, value, isLittle);
  const entry = (at: number, tag: number, kind: number, count: number): void => {
    u16(at, tag);
    u16(at + 2, kind);
    u32(at + 4, count);
  };
  u16(2, 42);
  u32(4, 8);
  u16(8, 2);
  entry(10, 0x0112, 3, 1);
  u16(18, orientation);
  entry(22, 0x8825, 4, 1);
  u32(30, 38);
  u16(38, 4);
  refs.forEach((ref, turn) => {
    entry(40 + turn * 24, 1 + turn * 2, 2, 2);
    bytes[48 + turn * 24] = ref.charCodeAt(0);
    entry(52 + turn * 24, 2 + turn * 2, 5, 3);
    u32(60 + turn * 24, 92 + turn * 24);
  });
  [13, 1, 32, 1, 51, 1, 100, 1, 16, 1, 264, 10].forEach((value, at) => u32(92 + at * 4, value));
  return bytes;
}

export const PICTURE = [
  segment(0xdb, new Uint8Array(65)),
  segment(0xc0, latin("\x08\0\x01\0\x01\x01\x01\x11\0")),
  segment(0xda, latin("\x01\x01\0\0\x3f\0")),
];
export const SCAN = latin("\x12\xff\0\x34\xff\xd0\x56");
const JFIF = segment(0xe0, latin("JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
const ICC = segment(0xe2, latin("ICC_PROFILE\0\x01\x01profile"));

export const jpeg = (exif: Uint8Array = tiff()): Bytes => joined(
  latin("\xff\xd8"), segment(0xe0, latin("JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01RGB")),
  segment(0xe0, latin(`JFXX\0\x10${SECRET}`)),
  segment(0xe1, joined(latin("Exif\0\0"), exif, latin(SECRET))),
  segment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0<x>${SECRET}`)), ICC,
  segment(0xe2, latin(`MPF\0${SECRET}`)), segment(0xed, latin(`Photoshop 3.0\0${SECRET}`)),
  segment(0xee, latin(`Adobe\0\x64\0\0\0\0\0${SECRET}`)), segment(0xfe, latin(SECRET)),
  ...PICTURE, SCAN, latin("\xff\xd9"), latin(`\xff\xd8second ${SECRET}\xff\xd9`),
);

/** What must be left of it. */
export const plainJpeg = (orientation: Uint8Array): Bytes => joined(
  latin("\xff\xd8"), orientation, JFIF, ICC, segment(0xee, latin("Adobe\0\x64\0\0\0\0\0")),
  ...PICTURE, SCAN, latin("\xff\xd9"));

export const chunk = (kind: string, body: Uint8Array): Bytes => {
  const [length, sum] = [new Uint8Array(4), new Uint8Array(4)];
  new DataView(length.buffer).setUint32(0, body.length);
  new DataView(sum.buffer).setUint32(0, crc32(joined(latin(kind), body)));
  return joined(length, latin(kind), body, sum);
};

export const png = (): Bytes => joined(
  latin("\x89PNG\r\n\x1a\n"), chunk("IHDR", latin("\0\0\0\x01\0\0\0\x01\x08\0\0\0\0")),
  chunk("tEXt", latin(`Author\0${SECRET}`)), chunk("zTXt", latin(`a\0\0${SECRET}`)),
  chunk("iTXt", latin(SECRET)), chunk("tIME", new Uint8Array(7)), chunk("eXIf", tiff(false)),
  chunk("prVt", latin(SECRET)), chunk("IDAT", latin("x\x9cc\0\0\0\x02\0\x01")), chunk("IEND", latin("")), latin(SECRET));

const part = (kind: string, body: Uint8Array): Bytes => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length, true);
  return joined(latin(kind), length, body, new Uint8Array(body.length % 2));
};

export function webp(): Bytes {
  const body = joined(part("VP8X", latin("\x0c\0\0\0\0\0\0\0\0\0")), part("VP8 ", latin("picture")),
    part("EXIF", joined(latin("Exif\0\0"), tiff())), part("XMP ", latin(SECRET)), part("MINE", latin(SECRET)));
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, body.length + 4, true);
  return joined(latin("RIFF"), size, latin("WEBP"), body, latin(SECRET));
}

export const heic = (): Bytes => joined(latin("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), new Uint8Array(50),
  latin("Exif\0\0"), tiff(false, ["S", "W"]));
