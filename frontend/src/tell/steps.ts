// Which questions stand on which screen. The short way asks three things; the long way asks each
// question on a screen of its own. Both end where everything is checked and sent.
export type Way = "short" | "long";

export const LONG = [
  "kind", "where", "category", "what", "when", "stop", "evidence", "how",
  "agency", "who", "money", "elsewhere", "contact", "protection", "review",
] as const;
export type Step = (typeof LONG)[number];

const SHORT: Step[][] = [["kind"], ["where"], ["what", "evidence"], ["review"]];

/** What may be left out, in the order in which it is offered before sending. */
export const OPTIONAL: Step[] = LONG.filter(
  (step) => !["kind", "where", "what", "review"].includes(step),
);

export const screensOf = (way: Way): Step[][] =>
  way === "short" ? SHORT : LONG.map((step) => [step]);

export const isStep = (name: string): name is Step => (LONG as readonly string[]).includes(name);
