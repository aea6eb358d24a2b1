// What a reporter wrote, as it stands on the page. Text is text: nothing of it becomes markup.
import { make } from "../shared/dom";
import type { Content, Message } from "./tipcase";
import { officerWords } from "./words";

/** The text of a person, whose own direction and line breaks stay inside it. */
export function said(text: string): HTMLElement {
  return make("div", { class: "said", dir: "auto" }, text);
}

export function contentNodes(content: Content): HTMLElement[] {
  const words = officerWords().content;
  const facts = make("dl", { class: "facts facts--stack facts--sealed" });
  for (const [label, value] of told(content)) {
    if (value) facts.append(make("dt", {}, label), make("dd", {}, said(value)));
  }
  const text = content.text ? said(content.text) : make("p", { class: "muted" }, words.none);
  return facts.children.length ? [text, facts] : [text];
}

function told(content: Content): [string, string][] {
  const words = officerWords().content;
  const { where, protection } = content;
  return [
    [words.where, where.text],
    [words.point, point(where)],
    [words.when, content.when],
    [words.ongoing_text, content.ongoing_text],
    [words.stop_text, content.stop_text],
    [words.who, content.who],
    [words.how_known_text, content.how_known_text],
    [words.project_no, content.project_no],
    [words.told_elsewhere, content.told_elsewhere],
    [words.protection, protection.text],
    [words.contact, content.contact_given ? words.contact_given : ""],
  ];
}

function point(where: Content["where"]): string {
  const words = officerWords().content;
  if (typeof where.lat !== "number" || typeof where.lon !== "number") return "";
  const within = where.accuracy_m ? words.within(Math.round(where.accuracy_m)) : "";
  const place = `${where.lat.toFixed(5)}, ${where.lon.toFixed(5)}`;
  return [place, words.sources[where.source] ?? "", within].filter(Boolean).join(" · ");
}

export function messageNode(message: Message, day: string): HTMLElement {
  const words = officerWords().conversation;
  const isOurs = message.direction === "out";
  const who = isOurs ? message.by || words.officer : words.reporter;
  const head = make("p", { class: "talk__meta" }, make("strong", {}, who), ` · ${day}`);
  const body = message.readable
    ? said(message.text)
    : make("p", { class: "muted" }, words.unreadable);
  return make("li", { class: `talk__one talk__one--${isOurs ? "out" : "in"}` }, head, body);
}

const MONTHS = {
  th: ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

/** 2026-11-22 as 22 พ.ย. 2569, or as 22 Nov 2026. */
export function dayText(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  if (!year || !month || !day) return iso;
  const isEnglish = document.documentElement.lang.startsWith("en");
  const name = MONTHS[isEnglish ? "en" : "th"][month - 1] ?? "";
  return `${day}\u00a0${name}\u00a0${isEnglish ? year : year + 543}`;
}
