// Text made comparable: Arabic digits, ordinary spaces, nothing invisible. Every character knows
// where it stood, so that a find can be shown in the text as it was typed.

export interface Plain {
  text: string;
  /** at[i] is where character i stood; at[length] is the length of the original. */
  at: number[];
}

/** Zero-width and direction marks, which hide a number from a search but not from a reader. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

export function plainOf(original: string): Plain {
  let text = "";
  const at: number[] = [];
  for (let i = 0; i < original.length; i += 1) {
    const char = original.charAt(i);
    if (UNSEEN.test(char)) continue;
    text += ordinary(char);
    at.push(i);
  }
  at.push(original.length);
  return { text, at };
}

function ordinary(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0x0e50 && code <= 0x0e59) return String(code - 0x0e50);
  if (code >= 0xff10 && code <= 0xff19) return String(code - 0xff10);
  if (code === 0x00a0 || code === 0x2009 || code === 0x202f) return " ";
  return char;
}

export const THAI_LETTER = /[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]/;
export const THAI_RUN = /^[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+/;
