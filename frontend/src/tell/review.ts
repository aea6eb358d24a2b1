import { askKeys, scopeOf } from "./recipients";
import { codeCard } from "./codecard";
import { Problem } from "./asking";
import { readAnswers } from "./answers";
import { moreList, summaryList } from "./reviewlists";
import { sendReport } from "./sending";
import { sendingView } from "./sendingview";
import { sessionOf } from "./session";
import { sendingTrouble } from "./trouble";
import { fill, tellWords } from "./words";
import { passOverSecondPress } from "./secondpress";

/** The last screen: what was answered, who receives it and why, and the sending itself. */
export class Review extends HTMLElement {
  private isSending = false;
  private asked = 0;

  connectedCallback(): void {
    this.owner.addEventListener("tell-step", (event) => {
      if ((event as CustomEvent<string[]>).detail.includes("review")) this.draw();
    });
    this.addEventListener("change", () => void this.tellRecipient());
    this.addEventListener("click", (event) => {
      const act = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act]") : null;
      if (act?.dataset["act"] === "send" || act?.dataset["act"] === "again") void this.send();
      if (act?.dataset["act"] === "change") this.change();
    });
  }

  private get owner(): HTMLElement {
    return this.closest("tmac-tell") as HTMLElement;
  }

  private get form(): HTMLFormElement {
    return this.closest("form") as HTMLFormElement;
  }

  private piece(name: string): HTMLElement {
    return this.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }

  private draw(): void {
    const visit = (step: string): boolean =>
      this.owner.dispatchEvent(new CustomEvent("tell-visit", { detail: step }));
    const files = sessionOf(this).files;
    this.piece("summary").replaceChildren(summaryList(this.form, files, visit));
    this.piece("more").replaceChildren(moreList(this.form, files, visit));
    for (const name of ["summary", "more", "send"]) this.piece(name).hidden = false;
    void this.tellRecipient();
  }

  /** "It goes to ... because ...", from the same answer that the sealing will use. */
  private async tellRecipient(): Promise<void> {
    const words = tellWords().review;
    const { facts } = readAnswers(this.form, sessionOf(this).config.language);
    const told = this.piece("to");
    this.asked += 1;
    const mine = this.asked;
    told.textContent = words.looking;
    try {
      const { unit, why_code } = await askKeys(sessionOf(this).config, scopeOf(facts));
      if (mine !== this.asked) return;
      const code = facts.about_office && why_code === "CENTRE_CHOSEN" ? "ABOUT_OFFICE" : why_code;
      const why = words.why[code as keyof typeof words.why] ?? words.why.PROVINCE_OFFICE;
      told.textContent = fill(words.to, { unit: unit.name, why });
    } catch (fault) {
      if (mine === this.asked) told.textContent = fault instanceof Problem ? words.noRecipient : words.offline;
    }
  }

  private change(): void {
    this.piece("sending").hidden = true;
    this.form.classList.remove("is-sending");
    this.piece("send").hidden = false;
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    const endMoment = passOverSecondPress();
    const frame = this.piece("sending");
    const view = sendingView(frame);
    this.piece("send").hidden = true;
    this.form.classList.add("is-sending");
    try {
      const session = sessionOf(this);
      const sent = await sendReport(session, this.form, view);
      this.owner.dispatchEvent(new CustomEvent("tell-sent", { bubbles: true }));
      this.show(codeCard(sent, { mailbox: session.config.mailbox, leave: () => location.replace(session.config.home) }));
    } catch (fault) {
      view.fail(sendingTrouble(fault));
    } finally {
      endMoment();
      this.isSending = false;
    }
  }

  private show(card: HTMLElement): void {
    const owner = this.owner as HTMLElement & { wipe: () => void };
    owner.replaceWith(card);
    owner.wipe();
    window.scrollTo({ top: 0 });
    card.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }
}
