// Photos without what they tell beside the picture. Works on the bytes of the container: the picture
// is never drawn and read back, which some browsers answer with noise on purpose.
import { gpsOf, type Place } from "./exif";
import { cleanJpeg } from "./jpeg";
import { beginsWith, type Cleaned, Damaged, find } from "./parts";
import { cleanPng } from "./png";
import { cleanWebp } from "./webp";

export type { Place } from "./exif";

export interface CleanedPhoto {
  blob: Blob;
  mime: string;
  kind: "photo";
  /** Hidden details are still in it: because it was asked for, or because they cannot be taken out. */
  kept_original: boolean;
  cleaned: boolean;
  /** exif, xmp, iptc, comment, thumbnail, pictures, profile, text, time, tail, other */
  removed: string[];
  /** Where it says that it was taken; read before anything is taken out. */
  place: Place | null;
  /** CANNOT_CLEAN and DAMAGED: the file goes as it is, hidden details included. */
  note: "" | "CANNOT_CLEAN" | "DAMAGED";
}

type Cleaner = (content: Uint8Array<ArrayBuffer>) => Cleaned;

function cleanerOf(content: Uint8Array): [mime: string, cleaner: Cleaner] | null {
  if (content[0] === 0xff && content[1] === 0xd8) return ["image/jpeg", cleanJpeg];
  if (beginsWith(content, "\x89PNG\r\n\x1a\n")) return ["image/png", cleanPng];
  if (beginsWith(content, "RIFF") && beginsWith(content, "WEBP", 8)) return ["image/webp", cleanWebp];
  return null;
}

export async function clean(file: Blob, { keepOriginal }: { keepOriginal: boolean }): Promise<CleanedPhoto> {
  const content = new Uint8Array(await file.arrayBuffer());
  const [mime, cleaner] = cleanerOf(content) ?? [file.type, null];
  const whole: CleanedPhoto = {
    blob: file, mime, kind: "photo", kept_original: true, cleaned: false, removed: [],
    place: null, note: cleaner ? "" : "CANNOT_CLEAN",
  };
  if (!cleaner) return { ...whole, place: placeInside(content) };
  try {
    const { parts, removed, exif } = cleaner(content);
    const place = exif && gpsOf(exif);
    if (keepOriginal) return { ...whole, place };
    const blob = new Blob(parts, { type: mime });
    return { ...whole, blob, kept_original: false, cleaned: true, removed: [...removed], place };
  } catch (fault) {
    if (!(fault instanceof Damaged || fault instanceof RangeError)) throw fault;
    return { ...whole, note: keepOriginal ? "" : "DAMAGED" };
  }
}

/** Where a photo was taken, without changing it. */
export const placeOf = async (file: Blob): Promise<Place | null> =>
  (await clean(file, { keepOriginal: true })).place;

/** Apple's photos and others: the Exif lies somewhere inside as it is. */
function placeInside(content: Uint8Array): Place | null {
  const at = find(content, "Exif\0\0");
  return at < 0 ? null : gpsOf(content.subarray(at + 6));
}
