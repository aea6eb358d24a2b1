// Fills the empty mailbox of the page with what was opened: texts are set as text, always.
import { make } from "../shared/dom";
import { dayText } from "../tell/sizes";
import { fill } from "../tell/words";
import type { Manifest } from "../vault/reporter";
import { fileRows } from "./files";
import type { Addresses, Opened } from "./wire";
import { mailboxWords } from "./words";

export function fillView(root: ParentNode, mailbox: Opened, addresses: Addresses): void {
  const words = mailboxWords();
  const { raw } = mailbox;
  const isEnglish = document.documentElement.lang.startsWith("en");
  const slot = (name: string): HTMLElement => root.querySelector(`[data-slot="${name}"]`) as HTMLElement;
  slot("reference").textContent = fill(words.reference, { reference: raw.reference, day: dayText(raw.day) });
  slot("word").textContent = isEnglish ? raw.status.word_en : raw.status.word;
  slot("explained").textContent = raw.status.explained;
  const by = raw.next.by ? ` ${fill(words.by, { day: dayText(raw.next.by) })}` : "";
  slot("next").textContent = raw.next.text + by;
  slot("outcome-card").hidden = !raw.outcome;
  slot("outcome").textContent = raw.outcome;
  slot("sealed").textContent = raw.sealed_by === "SERVER" ? words.sealedThere : words.sealedHere;
  slot("thread").replaceChildren(...threadOf(mailbox, addresses));
  slot("events").replaceChildren(...raw.events.map(eventRow));
  allow(root, raw.may);
  const rated = raw.rating && root.querySelector<HTMLInputElement>(`#rating-${raw.rating}`);
  if (rated) rated.checked = true;
}

/** Shows what may be done now, and says why one may not write. */
function allow(root: ParentNode, may: Opened["raw"]["may"]): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-may]")) {
    part.hidden = !may[part.dataset["may"] ?? ""]?.ok;
  }
  for (const part of root.querySelectorAll<HTMLElement>("[data-why]")) {
    const verdict = may[part.dataset["why"] ?? ""];
    part.hidden = verdict?.ok ?? true;
    part.textContent = verdict?.why ?? "";
  }
}

function threadOf(mailbox: Opened, addresses: Addresses): HTMLElement[] {
  const words = mailboxWords();
  const { raw, content } = mailbox;
  const rows = (files: Manifest[]): HTMLElement[] =>
    files.length ? [fileRows(files, mailbox, addresses)] : [];
  const first = content
    ? entry("in", words.first, raw.day, content.text, rows(content.files))
    : entry("in", words.first, raw.day, fill(words.destroyed, { day: dayText(raw.destroyed || raw.day) }), []);
  const rest = mailbox.messages.map((message) => {
    const text = message.readable ? message.text || words.empty : words.unreadable;
    const who = message.direction === "in" ? words.you : message.by || words.officers;
    return entry(message.direction, who, message.day, text, rows(message.files));
  });
  return [first, ...rest];
}

function entry(side: string, who: string, day: string, text: string, more: HTMLElement[]): HTMLElement {
  return make("li", { class: `thread__entry thread__entry--${side}` },
    make("p", { class: "thread__who" }, `${who} · ${dayText(day)}`),
    make("div", { class: "thread__text", dir: "auto" }, text), ...more);
}

const eventRow = ({ day, text }: { day: string; text: string }): HTMLElement =>
  make("li", { class: "timeline__entry timeline__entry--plain" },
    make("p", { class: "timeline__title" }, text),
    make("p", { class: "timeline__meta" }, dayText(day)));
