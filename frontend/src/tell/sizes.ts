// Sizes and days as people read them.
const MB = 1024 * 1024;

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < MB) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / MB).toFixed(1)} MB`;
}

const THAI = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(" ");
const ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "2026-11-25" as 25 พ.ย. 2569, or 25 Nov 2026. */
export function dayText(iso: string, language = document.documentElement.lang): string {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  const isEnglish = language.startsWith("en");
  const name = (isEnglish ? ENGLISH : THAI)[month - 1] ?? "";
  return `${day}\u00a0${name}\u00a0${isEnglish ? year : year + 543}`;
}
