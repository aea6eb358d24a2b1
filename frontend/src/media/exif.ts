// What a photo tells beside its picture (Exif 2.32 in a TIFF structure): here only how to turn it
// and where it was taken.

export interface Place {
  lat: number;
  lon: number;
}

const ORIENTATION = 0x0112;
const GPS = 0x8825;
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4];
const ENTRY = 12;

/** A TIFF structure; every read past its end gives null instead of a fault. */
class Tiff {
  private readonly view: DataView;
  private readonly isLittle: boolean;
  readonly isSound: boolean;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
    this.isLittle = order === "II";
    this.isSound = (this.isLittle || order === "MM") && this.u16(2) === 42;
  }

  u16(at: number): number | null {
    return at + 2 <= this.view.byteLength ? this.view.getUint16(at, this.isLittle) : null;
  }

  u32(at: number): number | null {
    return at + 4 <= this.view.byteLength ? this.view.getUint32(at, this.isLittle) : null;
  }

  /** Where the entry of `tag` begins in the directory at `start`, or null. */
  entry(start: number | null, tag: number): number | null {
    const count = start === null ? null : this.u16(start);
    if (start === null || count === null) return null;
    for (let at = start + 2; at < start + 2 + count * ENTRY; at += ENTRY) {
      const found = this.u16(at);
      if (found === null) return null;
      if (found === tag) return at;
    }
    return null;
  }

  /** Degrees, minutes and seconds as one number. */
  degrees(at: number | null): number | null {
    const start = at === null ? null : this.u32(at + 8);
    if (start === null) return null;
    const parts = [0, 8, 16].map((step) => this.rational(start + step));
    const [degrees, minutes, seconds] = parts;
    if (typeof degrees !== "number") return null;
    return degrees + (minutes ?? 0) / 60 + (seconds ?? 0) / 3600;
  }

  private rational(at: number): number | null {
    const [above, below] = [this.u32(at), this.u32(at + 4)];
    return above === null || below === null || below === 0 ? null : above / below;
  }

  letter(at: number | null): string {
    return at === null || at + 9 > this.view.byteLength ? "" : String.fromCharCode(this.view.getUint8(at + 8));
  }
}

/** 1 to 8; 1 when it is not said. */
export function orientationOf(bytes: Uint8Array): number {
  const tiff = new Tiff(bytes);
  const at = tiff.isSound ? tiff.entry(tiff.u32(4), ORIENTATION) : null;
  const value = at === null ? null : tiff.u16(at + 8);
  return value !== null && value >= 1 && value <= 8 ? value : 1;
}

export function gpsOf(bytes: Uint8Array): Place | null {
  const tiff = new Tiff(bytes);
  const pointer = tiff.isSound ? tiff.entry(tiff.u32(4), GPS) : null;
  const start = pointer === null ? null : tiff.u32(pointer + 8);
  const lat = tiff.degrees(tiff.entry(start, LAT));
  const lon = tiff.degrees(tiff.entry(start, LON));
  if (lat === null || lon === null || lat > 90 || lon > 180 || (lat === 0 && lon === 0)) return null;
  const south = tiff.letter(tiff.entry(start, LAT_REF)) === "S";
  const west = tiff.letter(tiff.entry(start, LON_REF)) === "W";
  return { lat: south ? -lat : lat, lon: west ? -lon : lon };
}

/** A TIFF structure that says how to turn the picture, and nothing else. */
export function orientationOnly(value: number): Uint8Array {
  return Uint8Array.of(
    0x4d, 0x4d, 0, 42, 0, 0, 0, 8, // big-endian, first directory at 8
    0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, // one entry: orientation, SHORT, 1
    0, 0, 0, 0,
  );
}
