// The names of one province, and how a typed name is matched to them inside the browser.
import { getJson } from "../shared/fetching";
import { distanceKm } from "./ground";

type Row = [code: string, thai: string, english: string, lon: number, lat: number];

export interface PlaceFile {
  province: string;
  name_th: string;
  name_en: string;
  is_approximate: boolean;
  areas: Row[];
}

export interface Area {
  code: string;
  name: string;
  /** As the page's language writes an address: "ต.บางหญ้าแพรก อ.เมืองสมุทรสาคร". */
  label: string;
}

const BANGKOK = "10";
const kept = new Map<string, Promise<PlaceFile>>();

export function placesOf(url: string, province: string): Promise<PlaceFile> {
  const address = url.replace("NAME", province);
  const known = kept.get(address);
  if (known) return known;
  const reading = getJson<PlaceFile>(address);
  reading.catch(() => kept.delete(address)); // a lost connection may be tried again
  kept.set(address, reading);
  return reading;
}

const WORDS = /^(?:ตำบล|แขวง|อำเภอ|เขต|กิ่งอำเภอ|ต\.|อ\.|tambon|khwaeng|amphoe|khet)\s*/i;

/** A name as it is compared: without its word, spaces, dots and case. */
export const folded = (text: string): string =>
  text.trim().replace(WORDS, "").normalize("NFC").toLowerCase().replace(/[\s.'’-]/g, "");

const isDistrict = (code: string): boolean => code.length === 4;

function nameOf(file: PlaceFile, code: string, language: string): string {
  const row = file.areas.find(([at]) => at === code);
  return row ? row[language === "en" ? 2 : 1] : "";
}

export function areaOf(file: PlaceFile, code: string, language: string): Area | null {
  const name = nameOf(file, code, language);
  if (!name) return null;
  const above = isDistrict(code) ? "" : nameOf(file, code.slice(0, 4), language);
  if (language === "en") return { code, name, label: above ? `${name}, ${above}` : name };
  const [sub, district] = file.province === BANGKOK ? ["แขวง", "เขต"] : ["ต.", "อ."];
  const own = (isDistrict(code) ? district : sub) + name;
  return { code, name, label: above ? `${own} ${district}${above}` : own };
}

/** The areas whose name begins with what was typed, then those that hold it; at most `most`. */
export function matches(file: PlaceFile, typed: string, language: string, most = 8): Area[] {
  const wanted = folded(typed);
  if (!wanted) return [];
  const ranked = file.areas.flatMap(([code, thai, english]) => {
    const at = Math.min(...[thai, english].map((name) => rank(folded(name), wanted)));
    return Number.isFinite(at) ? [{ code, at }] : [];
  });
  ranked.sort((one, other) => one.at - other.at || one.code.length - other.code.length);
  return ranked.slice(0, most).flatMap(({ code }) => areaOf(file, code, language) ?? []);
}

function rank(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : Number.POSITIVE_INFINITY;
}

/** The one area that the typing means, if it leaves no doubt. */
export function exactly(file: PlaceFile, typed: string, language: string): Area | null {
  const whole = folded(typed);
  const found = matches(file, typed, language, 50).filter(({ name, label }) =>
    folded(name) === whole || label === typed.trim());
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The subdistrict whose label stands nearest: what remains where no boundaries are installed. */
export function nearest(file: PlaceFile, lon: number, lat: number): { code: string; km: number } | null {
  let best: { code: string; km: number } | null = null;
  for (const [code, , , x, y] of file.areas) {
    const km = distanceKm(lon, lat, x, y);
    if (!isDistrict(code) && (!best || km < best.km)) best = { code, km };
  }
  return best;
}
