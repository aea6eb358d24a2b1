// A summary without what points at a person: found as it is typed, suggested, never forced. The
// officer reads the text, and says of each find whether it stays hidden.
import { apart, type Find, type Kind } from "./redact/finds";
import { names } from "./redact/names";
import { addresses, numbers, plates } from "./redact/numbers";
import { plainOf } from "./redact/plain";

export type { Kind } from "./redact/finds";

/** One find, in the text as it was typed. */
export interface Mask extends Find {
  words: string;
}

export type MaskWords = Record<Kind, string>;

/** Everything in `text` that points at a person, in order, without overlaps. */
export function findPersonal(text: string): Mask[] {
  const plain = plainOf(text);
  const finds = apart([
    ...addresses(plain.text),
    ...numbers(plain.text),
    ...plates(plain.text),
    ...names(plain.text),
  ]);
  return finds.map(({ kind, start, end }) => {
    const [from, to] = [plain.at[start] ?? 0, (plain.at[end - 1] ?? 0) + 1];
    return { kind, start: from, end: to, words: text.slice(from, to) };
  });
}

/** `text` with each mask replaced by the word for its kind, but for those that `stays` names. */
export function masked(
  text: string,
  masks: Mask[],
  words: MaskWords,
  stays: ReadonlySet<string> = new Set(),
): string {
  let [made, done] = ["", 0];
  for (const mask of masks) {
    if (stays.has(mask.words)) continue;
    made += text.slice(done, mask.start) + `[${words[mask.kind]}]`;
    done = mask.end;
  }
  return made + text.slice(done);
}
