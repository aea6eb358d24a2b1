// The access code: 28 random digits and two check digits (ISO 7064 MOD 97-10), from which all the
// reporter's keys come. 93 random bits need no slow hash.
import { type Bytes, concat, hex, utf8, uuidBytes } from "./bytes";
import { VaultFault } from "./faults";
import { hkdf } from "./native";

declare const codeMark: unique symbol;
/** 30 ASCII digits whose check digits are right. */
export type AccessCode = string & { readonly [codeMark]: true };

const DIGITS = 30;
const GROUP = 5;
const THAI_ZERO = 0x0e50;

const remainder = (digits: string): number =>
  [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);

const checkDigits = (digits: string): string =>
  String(98 - remainder(`${digits}00`)).padStart(2, "0");

/** Random digits without bias: bytes from 250 on are thrown away. */
function randomDigits(count: number): string {
  let digits = "";
  while (digits.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(count))) {
      if (byte < 250 && digits.length < count) digits += byte % 10;
    }
  }
  return digits;
}

export function makeCode(): AccessCode {
  const digits = randomDigits(DIGITS - 2);
  return (digits + checkDigits(digits)) as AccessCode;
}

const IGNORED = /[\s.\-\u2010-\u2015\u200b\u200c\u200d\u2060\ufeff]/g;

/** What was typed as plain digits: Thai and wide digits count, spaces, dashes and dots do not. */
export function cleanTyping(typed: string): string {
  return typed.normalize("NFKC").replace(IGNORED, "").replace(/[๐-๙]/g, (digit) =>
    String(digit.charCodeAt(0) - THAI_ZERO));
}

/** Throws what is wrong with the typing, so that it can be mended before anything is sent. */
export function parseCode(typed: string): AccessCode {
  const digits = cleanTyping(typed);
  if (digits === "") throw new VaultFault("code-empty");
  if (!/^[0-9]+$/.test(digits)) throw new VaultFault("code-characters");
  if (digits.length !== DIGITS) throw new VaultFault("code-length", digits.length);
  if (checkDigits(digits.slice(0, -2)) !== digits.slice(-2)) throw new VaultFault("code-check");
  return digits as AccessCode;
}

/** Six groups of five, as the code is shown. */
export const groupsOf = (code: AccessCode): string[] =>
  Array.from({ length: DIGITS / GROUP }, (_, at) => code.slice(at * GROUP, (at + 1) * GROUP));

/** Whether the typing is this group of the code (0 to 5): proof that it was written down. */
export const isGroup = (code: AccessCode, typed: string, group: number): boolean =>
  groupsOf(code)[group] === cleanTyping(typed);

const derive = (code: AccessCode, use: string): Promise<Bytes> =>
  hkdf(utf8(code), utf8("TMAC-v1 code"), utf8(use));

/** What the server is shown to find the mailbox (it keeps only a hash of it). */
export const lookupOf = async (code: AccessCode): Promise<string> => hex(await derive(code, "lookup"));
export const reporterSeedOf = (code: AccessCode): Promise<Bytes> => derive(code, "reporter-key");
export const draftKeyOf = (code: AccessCode): Promise<Bytes> => derive(code, "draft");
export const recoveryKeyOf = (code: AccessCode): Promise<Bytes> => derive(code, "officer-recovery");

/** Binds a case key to the code: in the content it shows that no other hand made this mailbox. */
export const proofOf = async (code: AccessCode, case_: string, caseKey: Bytes): Promise<string> =>
  hex(await hkdf(utf8(code), utf8("TMAC-v1 code"), concat(utf8("proof"), uuidBytes(case_), caseKey)));
