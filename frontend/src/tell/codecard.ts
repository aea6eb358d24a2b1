// The access code, shown once: to write down, print or copy, and proven by typing its last group.
import { groupsOf, isGroup } from "../vault/code";
import { make } from "../shared/dom";
import { qrImage } from "./qr";
import type { Sent } from "./sending";
import { dayText } from "./sizes";
import { fill, tellWords } from "./words";

const LAST = 5;

export interface CardPlaces {
  mailbox: string;
  /** Called when the person is done; nothing of the code may remain afterwards. */
  leave: () => void;
}

/** The six groups, read aloud one after the other. */
export function codeGroups(code: Parameters<typeof groupsOf>[0], label: string): HTMLElement {
  const list = make("ol", { class: "code__groups number", "aria-label": label });
  for (const group of groupsOf(code)) list.append(make("li", {}, group));
  return list;
}

export function codeCard(sent: Sent, places: CardPlaces): HTMLElement {
  const words = tellWords().code;
  const title = make("h1", { class: "code__title", tabindex: "-1" }, words.title);
  const about = { reference: sent.reference, day: dayText(sent.day) };
  const shown = make("div", { class: "code__sheet" },
    codeGroups(sent.code, words.label),
    qrImage(sent.code, words.qr),
    make("p", { class: "code__reference" }, fill(words.reference, about)));
  const card = make("div", { class: "code" }, title, make("p", { class: "lead" }, words.lead), shown);
  const notice = noticeOf(sent);
  if (notice) card.append(make("p", { class: "notice", role: "alert" }, notice));
  card.append(tools(sent), proof(sent, places), after());
  return card;
}

function noticeOf(sent: Sent): string {
  if (sent.isEarlier) return tellWords().send.earlier;
  return sent.isProven ? "" : tellWords().send.receipt;
}

function tools(sent: Sent): HTMLElement {
  const words = tellWords().code;
  const status = make("p", { class: "small", role: "status" });
  const print = make("button", { type: "button", class: "button button--second" }, words.print);
  print.addEventListener("click", () => window.print());
  const copy = make("button", { type: "button", class: "button button--second" }, words.copy);
  copy.addEventListener("click", () => {
    const copied = navigator.clipboard?.writeText(groupsOf(sent.code).join(" ")) ?? Promise.reject(new Error());
    copied.then(() => (status.textContent = words.copied), () => (status.textContent = words.copyFailed));
  });
  const keep = make("button", { type: "button", class: "button button--second" }, words.receipt);
  keep.addEventListener("click", () => saveJson(sent.receipt, `tmac-receipt-${sent.reference}.json`));
  const row = make("div", { class: "row code__tools no-print" }, print, copy, keep);
  return make("div", { class: "no-print" }, row, status, make("p", { class: "muted small" }, words.receiptNote));
}

/** Gives the person a file made in memory. */
export function saveJson(value: unknown, name: string): void {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = make("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

function proof(sent: Sent, places: CardPlaces): HTMLElement {
  const words = tellWords().code;
  const input = make("input", {
    type: "text", id: "retype", inputmode: "numeric", autocomplete: "off", maxlength: 12, class: "code__retype number",
  });
  const status = make("p", { class: "code__status", role: "status" });
  const finish = make("button", { type: "button", class: "button button--large", disabled: true }, words.finish);
  finish.addEventListener("click", places.leave);
  const mailbox = make("a", { class: "button button--second", href: places.mailbox, hidden: true }, words.mailbox);
  input.addEventListener("input", () => {
    const isRight = isGroup(sent.code, input.value, LAST);
    const isWhole = input.value.replace(/\s/g, "").length >= 5;
    finish.disabled = !isRight;
    mailbox.hidden = !isRight;
    status.textContent = isRight ? words.right : isWhole ? words.wrong : "";
    status.classList.toggle("code__status--right", isRight);
  });
  const label = make("label", { class: "field__label", for: "retype" }, words.retype);
  const acts = make("div", { class: "actions" }, finish, mailbox);
  return make("div", { class: "card code__proof no-print" }, label, input, status, acts, skip(input, places));
}

/** One may leave without typing, after being told what that costs. */
function skip(input: HTMLInputElement, places: CardPlaces): HTMLElement {
  const words = tellWords().code;
  const open = make("button", { type: "button", class: "button button--quiet" }, words.skip);
  const yes = make("button", { type: "button", class: "button button--danger" }, words.skipYes);
  const no = make("button", { type: "button", class: "button button--second" }, words.skipNo);
  const acts = make("div", { class: "row" }, no, yes);
  const sure = make("div", { class: "notice", hidden: true }, make("div", {}, make("p", {}, words.skipSure), acts));
  open.addEventListener("click", () => {
    sure.hidden = false;
    open.hidden = true;
    no.focus();
  });
  yes.addEventListener("click", places.leave);
  no.addEventListener("click", () => {
    sure.hidden = true;
    open.hidden = false;
    input.focus();
  });
  return make("div", {}, open, sure);
}

function after(): HTMLElement {
  const words = tellWords().code;
  const list = make("ol", {});
  for (const line of words.thenLines) list.append(make("li", {}, line));
  return make("section", { class: "code__after no-print" }, make("h2", {}, words.then), list);
}
