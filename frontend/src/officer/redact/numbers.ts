// Numbers that lead to a person: citizen ids, telephones, bank accounts, plates, homes.
import { isDigit, matches, type Find } from "./finds";

const GAP = "[ .\\-–—]{0,2}";
const digits = (n: number): string => `\\d(?:${GAP}\\d){${n - 1}}`;

const CITIZEN = new RegExp(`[1-8]${GAP}${digits(12)}`, "g");
const MOBILE = new RegExp(`0${GAP}[689](?:${GAP}\\d){8}`, "g");
const LANDLINE = new RegExp(`0${GAP}[2-7](?:${GAP}\\d){7}`, "g");
const ABROAD = new RegExp(`(?:\\+|00)${GAP}66${GAP}(?:\\(0\\))?${GAP}[2-9](?:${GAP}\\d){7,8}`, "g");
const ACCOUNT = /\d{3}[ \-–]\d[ \-–]\d{5}[ \-–]\d/g;
const LONG = new RegExp(digits(9) + `(?:${GAP}\\d){0,6}`, "g");
const TEN = /\d{10}/g;
const MONEY_AT = /(?:บัญชี|พร้อมเพย์|ธนาคาร|ธ\.|ออมทรัพย์|กรุงไทย|กสิกร|ไทยพาณิชย์|ออมสิน|ธ\.?ก\.?ส|โอน|account|promptpay)/i;
const PAPERS = /(?:สัญญา|โครงการ|หนังสือ|e-?gp|egp|ฎีกา|ใบสั่ง|เลขคุม|เลขที่เอกสาร)/i;
const REACH = 40; // how far before a number the word that explains it may stand

/** The last digit of a Thai citizen id follows from the twelve before it. */
export function isCitizenId(text: string): boolean {
  const id = text.replace(/\D/g, "");
  if (!/^[1-8]\d{12}$/.test(id)) return false;
  let sum = 0;
  for (let i = 0; i < 12; i += 1) sum += Number(id[i]) * (13 - i);
  return (11 - (sum % 11)) % 10 === Number(id[12]);
}

export function numbers(text: string): Find[] {
  const alone = (_found: string, start: number, end: number): boolean =>
    !isDigit(text[start - 1]) && !isDigit(text[end]);
  const after = (word: RegExp, start: number): boolean =>
    word.test(text.slice(Math.max(0, start - REACH), start));
  return [
    ...matches(text, CITIZEN, "id", (found, s, e) => alone(found, s, e) && isCitizenId(found)),
    ...matches(text, ABROAD, "phone", alone),
    ...matches(text, ACCOUNT, "account", alone),
    ...matches(text, LONG, "account", (found, s, e) => {
      return alone(found, s, e) && after(MONEY_AT, s) && !/^0[689]/.test(found);
    }),
    ...matches(text, MOBILE, "phone", alone),
    ...matches(text, LANDLINE, "phone", alone),
    // Thirteen digits with a slip of the pen are still somebody's number.
    ...matches(text, CITIZEN, "id", (found, s, e) => {
      return alone(found, s, e) && /^\d[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d$/.test(found);
    }),
    ...matches(text, TEN, "account", (found, s, e) => alone(found, s, e) && !after(PAPERS, s)),
  ];
}

const NUMBERED = "[1-9]\\d?[ ]?[ก-ฮ]{2}[ \\-]{0,2}\\d{1,4}";
const LETTERED = "[ก-ฮ]{1,3}[ \\-]{0,2}\\d{1,4}";
const HEAVY = "\\d{2}[ \\-]\\d{4}";
const CAR = "(?:ทะเบียน|ป้ายแดง|ป้าย|เก๋ง|กระบะ|มอเตอร์ไซค์|จักรยานยนต์)(?:รถ|หมายเลข|เลขที่|เลข)?";
const NEAR_CAR = new RegExp(`(?<skip>${CAR}[ :]{0,3})(?:${NUMBERED}|${LETTERED}|${HEAVY})`, "g");
const ANYWHERE = new RegExp(NUMBERED, "g");

/** Number plates: anywhere in the form 1กข 1234, otherwise after a word such as ทะเบียน. */
export function plates(text: string): Find[] {
  const alone = (_found: string, start: number, end: number): boolean =>
    !isDigit(text[start - 1]) && !isDigit(text[end]) && !/[.,/]/.test(text[start - 1] ?? "");
  return [
    ...matches(text, NEAR_CAR, "plate", (_f, _s, end) => !isDigit(text[end])),
    ...matches(text, ANYWHERE, "plate", (found, s, e) => alone(found, s, e) && !UNITS.test(found)),
  ];
}

/** Two consonants between numbers that are no plate: 20 กม 3, 2 ชม 30, 5 คน 2. */
const UNITS = /(?:กม|ซม|มม|ตร|ชม|คน|นท|นบ|บท|ผล|งบ|วน|กก|มล|ลบ|ตน|รถ|พศ|พบ|สน|รพ|รร|มค|กพ|มย|พค|กค|สค|กย|ตค|พย|ธค|หน|ศพ|ลง|ปม)/;

const HOME = /(?<skip>(?:บ้านเลขที่|อยู่เลขที่|เลขที่บ้าน)[ :]{0,2})\d{1,5}(?:\/\d{1,5})?/g;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const LINE = /(?<skip>(?:\bline|ไลน์)[ ]?(?:id|ไอดี)?[ :=]{0,3})@?[a-z0-9][\w.-]{3,}/gi;

export function addresses(text: string): Find[] {
  return [
    ...matches(text, EMAIL, "email"),
    ...matches(text, LINE, "line", (found) => !/^(?:today|official|group|notify)$/i.test(found)),
    ...matches(text, HOME, "home"),
  ];
}
