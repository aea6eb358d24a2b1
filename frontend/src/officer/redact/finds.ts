// What can be found in a text, and the small tools that the finders share.

export type Kind = "name" | "id" | "phone" | "account" | "plate" | "home" | "email" | "line";

/** A piece of the text, from `start` up to `end`, that points at a person. */
export interface Find {
  kind: Kind;
  start: number;
  end: number;
}

export const isDigit = (char: string | undefined): boolean => char !== undefined && /\d/.test(char);

/** Every match of a global pattern, as finds; `fits` may refuse one. */
export function matches(
  text: string,
  pattern: RegExp,
  kind: Kind,
  fits: (found: string, start: number, end: number) => boolean = () => true,
): Find[] {
  const found: Find[] = [];
  for (const match of text.matchAll(pattern)) {
    const start = match.index + (match.groups?.["skip"]?.length ?? 0);
    const end = match.index + match[0].length;
    if (fits(text.slice(start, end), start, end)) found.push({ kind, start, end });
  }
  return found;
}

/** The earlier finds win; what overlaps with one of them is left out. In order of place. */
export function apart(finds: Find[]): Find[] {
  const kept: Find[] = [];
  for (const find of finds) {
    if (!kept.some((other) => find.start < other.end && other.start < find.end)) kept.push(find);
  }
  return kept.sort((a, b) => a.start - b.start);
}
