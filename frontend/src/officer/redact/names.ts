// Names of people after a title or a post. Thai writes no spaces between words, so that where a
// name ends is a guess: it ends at a space, at a word that no name holds, or at a mark.
import { THAI_LETTER, THAI_RUN } from "./plain";
import type { Find } from "./finds";

interface Title {
  words: RegExp;
  /** What may not follow: the title is then part of another word. */
  not?: RegExp;
  /** What may not stand before: the title is then the end of another word. */
  behind?: RegExp;
}

const POST = "อบต|อบจ|เทศ|เมือง|อำเภอ|ตำบล|จังหวัด|กระทรวง|สมาคม|องค์การ|รัฐมนตรี|ท่าน|หมู่|บ้าน";
const OFFICE =
  `${POST}|โรงเรียน|รร|รพ|กอง|สำนัก|ศูนย์|เขต|สพ|โรงพยาบาล|ส่วน|ฝ่าย|กลุ่ม|การ|วิทยาลัย|สถาบัน|` +
  "ท้องถิ่น|ช่าง|คลัง|โครงการ|ประจำ|คน|ใน|ที่|ของ|และ|ได้|เป็น|ไป|มา|ให้|ไม่|สั่ง|กับ|จะ|รับ|เรียก|ว่า|แจ้ง|อยู่|ใหญ่|น้อย|บอก|ทุก|หลาย|เอง|คือ|ต้อง|ถูก|ลงนาม|อนุมัติ";
const RANKS =
  "พล\\.?\\s?ต\\.?\\s?[อทต]\\.|พ\\.?\\s?ต\\.\\s?[อทต]\\.|ร\\.\\s?ต\\.\\s?[อทต]\\.|ด\\.\\s?ต\\.|จ\\.\\s?ส\\.\\s?[อทต]\\.|ส\\.\\s?ต\\.\\s?[อทต]\\.|พล\\.\\s?[อทตร]\\.|" +
  "พ\\.\\s?[อทต]\\.|ร\\.\\s?[อทต]\\.|พ\\.จ\\.[อทต]\\.|ส\\.\\s?[อทต]\\.|จ\\.\\s?[อทต]\\.|พลฯ|ว่าที่\\s?ร้อย(?:ตรี|โท|เอก)|ว่าที่\\s?ร\\.\\s?ต\\.|" +
  "(?:พล|พัน|ร้อย|สิบ|จ่าสิบ)(?:ตำรวจ)?(?:เอก|โท|ตรี)|ดาบตำรวจ";

const TITLES: Title[] = [
  { words: new RegExp(`(?:${RANKS})(?:\\s?หญิง)?`, "y") },
  { words: /นางสาว|น\.\s?ส\.|เด็กชาย|เด็กหญิง|ด\.\s?[ชญ]\./y },
  { words: /นาย/y, not: new RegExp(`^(?:ก\\s?(?:${POST})|ก(?:ฯ|$|[\\s,.]|คน|ของ|และ|ได้|เป็น|ไม่|สั่ง|ให้|คือ|กับ|จะ|รับ|เรียก|อนุมัติ|ลงนาม|เอง|ว่า)|ช่าง|อำเภอ|ทะเบียน|หน้า|จ้าง|ทุน|ตรวจ|ด่าน|ทหาร|ตำรวจ|ประกัน|แพทย์|ท้าย|สิบ|ร้อย|พล|กอง)`) },
  { words: /นาง/y, not: /^(?:แบบ|พยาบาล|ฟ้า|เอก|สนอง|งาม|นวล|รอง)/, behind: /(?:ตำบล|ต\.|บ้าน|วัด|ถนน|คลอง|ทาง|กลาง)\s?$/ },
  { words: /คุณ/y, not: /^(?:ภาพ|สมบัติ|ธรรม|ค่า|ครู|หมอ|วุฒิ|ลักษณะ|ูปการ|ประโยชน์|งามความดี|ภาพ|พ่อ|แม่|ต้อง|จะ|ได้|ไม่|เป็น|โทษ|ตา|ยาย|ปู่|ย่า|ลุง|ป้า|$|\s)/, behind: /(?:ขอบ|บุญ|พระ|มี|การ)\s?$/ },
  { words: /(?:ผู้อำนวยการ|ผอ\.|ปลัด|นายก|รองนายก|กำนัน|ผู้ใหญ่บ้าน|ผู้ใหญ่|สารวัตร|ผู้กอง|ผู้กำกับ|ผกก\.|สว\.|ผู้การ|ดาบ|จ่า|ครู|อาจารย์|ดร\.|ผศ\.|รศ\.|นพ\.|พญ\.|ทพ\.|ส\.ส\.|สส\.|ส\.จ\.|สจ\.|ส\.อบต\.|ส\.ท\.|เสี่ย|เจ๊|เฮีย|ลุง|ป้า|พี่|น้า)/y,
    behind: /(?:ห|ตำ)$/,
    not: new RegExp(`^\\s?(?:${OFFICE}|ย(?![ุูิี])|ง|น้อง|สาว|ชาย|เลี้ยง|ผู้|อัตรา|พี่|ไฟ|หมู่|หน้า|ฝึก|สอน|ตำรวจ|ประจำ|จ้าง|สืบ|สิบ|หก|เจ็ด|\\d)`) },
  { words: /(?:คน|ผู้รับเหมา|เจ้าหน้าที่|ผู้ชาย|ผู้หญิง)?ชื่อ(?:เล่น|จริง)?(?:ว่า)?/y,
    not: /^\s?(?:โครงการ|บริษัท|ร้าน|หจก|บจก|หน่วย|ถนน|เรื่อง|ผู้|ตำบล|บ้าน|วัด|โรง|เล่น|จริง|เสียง|ว่า|สกุล|และ|ของ|ใน|เดียว|ที่|ไฟล์|อะไร|ใคร|กลุ่ม|ชมรม|นาย|นาง|น\.|คณะ|กรรมการ|ตัวเอง|นี้|นั้น|ไว้|รับ)/,
    behind: /(?:เ|ราย|ลง|ลาย|มี)$/ },
];

/** Words that no given name or surname holds: a name that runs into one of them ends there. */
const STOPS = new RegExp(
  "เป็น|และ|กับ|ที่|ซึ่ง|ให้|ของ|ได้|อยู่|จะ|ว่า|แจ้ง|บอก|เรียก|สั่ง|จ่าย|เซ็น|ผู้|พูด|โทร|ถูก|ไม่|จาก|คือ|กำลัง|เคย|แล้ว|ต้อง|เบอร์|หมายเลข|อายุ|ตำแหน่ง|โกง|ทุจริต|ฮั้ว|ยักยอก|ข่มขู่|อนุมัติ|ลงนาม|ตรวจรับ|จัดซื้อ|จัดจ้าง|ประมูล|เสนอ|นายก|กำนัน|ปลัด|เงิน|รถ|บริษัท|โครงการ|" +
    "ไป|ร่วม|เพราะ|เมื่อ|ตั้งแต่|ทั้ง|ด้วย|เข้า|ออก|ซื้อ|ขาย|รับเหมา|หรือ|แต่|โดย|ก็|ยัง|คน|เจ้าหน้าที่|เจ้าของ|ครับ|ค่ะ|นะ(?=คะ|ครับ|$)",
);
/** What begins a new phrase after a space, rather than a surname. */
const PHRASE = new RegExp(
  `^(?:${STOPS.source}|รับเงิน|ขอเงิน|มาขอ|มารับ|มาเก็บ|นำเงิน|เอาเงิน|ใช้|ทำสัญญา|ทำงาน|มีพฤติ|มีการ|มีหน้าที่|ใน|บน|นาย|นาง|พร้อม|ขณะ|วันที่|เดือน|ปี|ประมาณ|ตำบล|อำเภอ|จังหวัด|หมู่|บ้านเลข|เลข|ทะเบียน|สามี|ภรรยา|ลูก|พี่|น้อง|เพื่อน|หัวหน้า|รอง|อดีต|เจ้า|ทั้งหมด|คนเดียว|เท่านั้น|เรื่อง|สัญญา|งาน|ถนน|สร้าง|ก่อสร้าง|ขุด|ซ่อม|นี้|นั้น|เขา|เรา|ผม|ฉัน|ดิฉัน|มัน|พวก)`,
);
const CONSONANTS = /[\u0e01-\u0e2e]/g;
const LONGEST = 12; // consonants: the law allows a surname ten, and some are older than the law

export function names(text: string): Find[] {
  const found: Find[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const name = nameAfterTitle(text, at);
    if (!name) continue;
    found.push(name);
    at = name.end - 1;
  }
  return [...found, ...again(text, found), ...english(text)];
}

function nameAfterTitle(text: string, at: number): Find | null {
  for (const title of TITLES) {
    title.words.lastIndex = at;
    const match = title.words.exec(text);
    if (!match) continue;
    const start = at + match[0].length;
    const rest = text.slice(start, start + 60);
    if (title.not?.test(rest) || title.behind?.test(text.slice(0, at))) continue;
    const space = /^[ ]{0,2}/.exec(rest)?.[0].length ?? 0;
    const end = endOfName(text, start + space);
    if (end > start + space) return { kind: "name", start: start + space, end };
  }
  return null;
}

/** Where the name that begins at `start` ends; `start` itself when there is none. */
function endOfName(text: string, start: number): number {
  const given = THAI_RUN.exec(text.slice(start))?.[0] ?? "";
  if (given.length < 2) return start;
  const end = cut(given);
  if (end === 0) return start;
  if (end < given.length) return start + end;
  const rest = text.slice(start + end);
  const gap = /^[ ]{1,2}/.exec(rest)?.[0].length ?? 0;
  const surname = gap ? (THAI_RUN.exec(rest.slice(gap))?.[0] ?? "") : "";
  if (surname.length < 2 || PHRASE.test(surname)) return start + end;
  const length = cut(surname);
  const isPhrase = (surname.slice(0, length).match(CONSONANTS)?.length ?? 0) > LONGEST;
  return isPhrase ? start + end : start + end + gap + length;
}

/** How much of a run of letters belongs to the name. */
function cut(run: string): number {
  if (STOPS.exec(run)?.index === 0) return 0;
  const stop = STOPS.exec(run.slice(2));
  return stop ? stop.index + 2 : run.length;
}

/** The given names that were found, where they stand again without a title. */
function again(text: string, found: Find[]): Find[] {
  const given = found.map(({ start, end }) => text.slice(start, end).split(" ")[0] ?? "");
  const known = [...new Set(given)].filter((name) => name.length >= 4);
  return known.flatMap((name) => {
    const hits: Find[] = [];
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      if (!/[เ-ไ]/.test(text[at - 1] ?? "") && !/[ะ-ฺ็-๎]/.test(text[at + name.length] ?? "")) {
        hits.push({ kind: "name", start: at, end: endOfName(text, at) });
      }
    }
    return hits;
  });
}

const ENGLISH = /\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?[ ]{1,2}([A-Z][\w'-]+(?:[ ][A-Z][\w'-]+){0,2})/g;

function english(text: string): Find[] {
  return [...text.matchAll(ENGLISH)].map((match) => {
    const end = match.index + match[0].length;
    return { kind: "name" as const, start: end - (match[1]?.length ?? 0), end };
  });
}

/** Whether a character can stand inside a Thai word. */
export const isThai = (char: string): boolean => THAI_LETTER.test(char);
