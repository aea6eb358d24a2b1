// How good an unlock phrase is: length first, then how much of it differs.

export const LEAST = 14;
export type Strength =
  | { level: "short"; left: number }
  | { level: "same" | "name" | "fair" | "good" | "strong" };

export function strengthOf(phrase: string, userName: string): Strength {
  const text = phrase.normalize("NFKC");
  const length = [...text].length;
  if (length < LEAST) return { level: "short", left: LEAST - length };
  const low = text.toLowerCase();
  if (userName && low.includes(userName.toLowerCase())) return { level: "name" };
  if (new Set(low).size < 7 || isRepeated(low)) return { level: "same" };
  const points = length + 4 * (wordsIn(text) - 1);
  return { level: points >= 34 ? "strong" : points >= 24 ? "good" : "fair" };
}

export const isEnough = (strength: Strength): boolean => !["short", "same", "name"].includes(strength.level);

/** One short piece over and over: abcabcabcabcabc. */
function isRepeated(text: string): boolean {
  return /^(.{1,7}?)\1{2,}.{0,6}$/su.test(text);
}

/** Words by the spaces and marks between them; a phrase in Thai without spaces is one word. */
function wordsIn(text: string): number {
  return text.split(/[\s\-_.,/]+/u).filter((word) => [...word].length >= 3).length || 1;
}
