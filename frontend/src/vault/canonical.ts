// The one way in which a JSON object that is hashed or signed is written.

/** Keys sorted, no spaces, characters unescaped; values are whole numbers and texts. */
export function canonical(values: object): string {
  const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}
