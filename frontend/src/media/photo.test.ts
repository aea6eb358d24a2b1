// @vitest-environment node
import { describe, expect, it } from "vitest";
import { dice } from "../vault/testing";
import { gpsOf, orientationOf, orientationOnly } from "./exif";
import { find } from "./parts";
import { clean, placeOf } from "./photo";
import { heic, jpeg, joined, latin, plainJpeg, png, SECRET, segment, tiff, webp } from "./samples";

const PLACE = { lat: expect.closeTo(13.5475, 4), lon: expect.closeTo(100.274, 4) };
const cleaned = async (bytes: Uint8Array<ArrayBuffer>, keepOriginal = false) => {
  const photo = await clean(new Blob([bytes]), { keepOriginal });
  return { ...photo, bytes: new Uint8Array(await photo.blob.arrayBuffer()) };
};

describe("a JPEG", () => {
  it("keeps picture, colours and how to turn it, and nothing else", async () => {
    const { bytes, removed, note, mime } = await cleaned(jpeg());
    const turn = segment(0xe1, joined(latin("Exif\0\0"), orientationOnly(6)));
    expect(bytes).toEqual(plainJpeg(turn));
    expect(find(bytes, SECRET)).toBe(-1);
    expect(removed.sort()).toEqual(["comment", "exif", "iptc", "pictures", "tail", "thumbnail", "xmp"]);
    expect([note, mime]).toEqual(["", "image/jpeg"]);
  });

  it("says where it was taken before that is taken out", async () => {
    expect((await cleaned(jpeg())).place).toEqual(PLACE);
    expect(await placeOf(new Blob([(await cleaned(jpeg())).bytes]))).toBeNull();
  });

  it("that lies upright gets no Exif at all", async () => {
    expect((await cleaned(jpeg(tiff(true, ["N", "E"], 1)))).bytes).toEqual(plainJpeg(latin("")));
  });

  it("goes as it is when the original is asked for", async () => {
    const { bytes, cleaned: is_cleaned, kept_original, place } = await cleaned(jpeg(), true);
    expect(bytes).toEqual(jpeg());
    expect([is_cleaned, kept_original]).toEqual([false, true]);
    expect(place).toEqual(PLACE);
  });

  it("is clean to its last byte when it is cleaned twice", async () => {
    const once = await cleaned(jpeg());
    const twice = await cleaned(once.bytes);
    expect(twice.bytes).toEqual(once.bytes);
  });

  it("whose end is missing is cleaned all the same", async () => {
    const whole = jpeg();
    const cut = whole.slice(0, find(whole, "\x12\xff\0\x34") + 4);
    const { bytes, note } = await cleaned(cut);
    expect(note).toBe("");
    expect(find(bytes, SECRET)).toBe(-1);
    expect([...bytes.slice(-2)]).toEqual([0xff, 0xd9]);
  });

  it("that breaks off before the picture is told to be damaged", async () => {
    const { note, cleaned: is_cleaned, kept_original } = await cleaned(jpeg().slice(0, 150));
    expect([note, is_cleaned, kept_original]).toEqual(["DAMAGED", false, true]);
  });

  it("is either cleaned or told to be damaged, wherever a byte was broken", async () => {
    const roll = dice(11);
    const ends = new Set<string>();
    for (let turn = 0; turn < 300; turn += 1) {
      const broken = jpeg();
      broken[2 + Math.floor(roll() * (broken.length - 2))] = Math.floor(roll() * 256);
      const { note, cleaned: is_cleaned, bytes } = await cleaned(broken);
      expect(is_cleaned).toBe(note === "");
      if (!is_cleaned) expect(bytes).toEqual(broken);
      ends.add(note);
    }
    expect([...ends].sort()).toEqual(["", "DAMAGED"]);
  });
});

describe("other photos", () => {
  it("PNG loses texts, time, Exif, private chunks and what is behind its end", async () => {
    const { bytes, removed, place } = await cleaned(png());
    expect(find(bytes, SECRET)).toBe(-1);
    expect(["tEXt", "iTXt", "zTXt", "tIME", "eXIf", "prVt"].filter((kind) => find(bytes, kind) >= 0)).toEqual([]);
    expect(["IHDR", "IDAT", "IEND"].every((kind) => find(bytes, kind) > 0)).toBe(true);
    expect(removed.sort()).toEqual(["exif", "tail", "text", "time"]);
    expect(place).toEqual(PLACE);
  });

  it("WebP loses Exif, XMP, unknown chunks and the flags that announce them", async () => {
    const { bytes, place } = await cleaned(webp());
    expect(find(bytes, SECRET)).toBe(-1);
    expect(bytes[20]).toBe(0);
    expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8);
    expect(place).toEqual(PLACE);
  });

  it("PNG and WebP that are cut are told to be damaged", async () => {
    expect((await cleaned(png().slice(0, 90))).note).toBe("DAMAGED");
    expect((await cleaned(webp().slice(0, 60))).note).toBe("DAMAGED");
    expect((await cleaned(latin("RIFF"))).note).toBe("CANNOT_CLEAN");
  });

  it("HEIC cannot be cleaned, and still says where it was taken", async () => {
    const { note, bytes, place } = await cleaned(heic());
    expect(note).toBe("CANNOT_CLEAN");
    expect(bytes).toEqual(heic());
    expect(place).toEqual({ lat: expect.closeTo(-13.5475, 4), lon: expect.closeTo(-100.274, 4) });
  });
});

describe("Exif", () => {
  it("is read in both byte orders", () => {
    for (const isLittle of [true, false]) {
      expect(gpsOf(tiff(isLittle))).toEqual(PLACE);
      expect(orientationOf(tiff(isLittle))).toBe(6);
    }
  });

  it("that is cut or nonsense gives no place and no turn, and never breaks", () => {
    const whole = tiff();
    const roll = dice(5);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => [gpsOf(whole.slice(0, length)), orientationOf(whole.slice(0, length))]).not.toThrow();
    }
    for (let turn = 0; turn < 500; turn += 1) {
      const broken = tiff();
      broken[Math.floor(roll() * broken.length)] = Math.floor(roll() * 256);
      const place = gpsOf(broken);
      if (place) expect(Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180).toBe(true);
      expect(orientationOf(broken)).toBeGreaterThanOrEqual(1);
    }
    expect(gpsOf(latin("II*\0"))).toBeNull();
    expect(gpsOf(new Uint8Array(0))).toBeNull();
  });
});
