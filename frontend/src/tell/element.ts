import { faultOf } from "./completeness";
import { clearFaults, tellFault } from "./faults";
import { configOf, Session } from "./session";
import { isStep, screensOf, type Step, type Way } from "./steps";
import { fill, tellWords } from "./words";

/**
 * Walks through the form, one screen at a time. The browser's history is left alone: it would tell
 * who looks at it later how far one came. Leaving with unsent answers asks first instead.
 */
export class Tell extends HTMLElement {
  session!: Session;
  private screens: Step[][] = screensOf("short");
  private at = 0;
  private visiting: Step | null = null;
  private isTouched = false;
  private readonly words = tellWords();

  connectedCallback(): void {
    this.session = new Session(configOf(this));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.addEventListener("click", this.clicked);
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("input", () => (this.isTouched = true));
    this.addEventListener("tell-visit", (event) => this.visit((event as CustomEvent<string>).detail));
    this.addEventListener("tell-sent", () => this.sent());
    window.addEventListener("beforeunload", this.guard);
    this.piece("plain-send").hidden = true;
    this.piece("ways").hidden = false;
    this.piece("draft").hidden = false;
    this.show(false);
  }

  disconnectedCallback(): void {
    window.removeEventListener("beforeunload", this.guard);
  }

  get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  get step(): Step[] {
    return this.visiting ? [this.visiting] : (this.screens[this.at] ?? []);
  }

  /** Everything typed is gone, and leaving asks nothing. */
  wipe(): void {
    this.isTouched = false;
    this.form.reset();
    for (const control of this.form.querySelectorAll("textarea")) control.value = "";
    this.session.forget();
  }

  private piece(name: string): HTMLElement {
    return this.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }

  private act(name: string): HTMLButtonElement {
    return this.querySelector(`[data-act="${name}"]`) as HTMLButtonElement;
  }

  private clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act]") : null;
    const act = button?.dataset["act"];
    if (act === "short" || act === "long") this.begin(act);
    else if (act === "next") this.next();
    else if (act === "skip") this.move(1);
    else if (act === "back") this.back();
  };

  /** Enter goes on, as in every form; in a long text it makes a line. */
  private pressed = (event: KeyboardEvent): void => {
    const inField = event.target instanceof HTMLInputElement && event.target.type !== "file";
    if (event.key !== "Enter" || !inField || event.defaultPrevented) return;
    event.preventDefault();
    if (!this.piece("actions").hidden) this.next();
  };

  private begin(way: Way): void {
    this.screens = screensOf(way);
    this.isTouched = true;
    this.at = 1;
    this.show();
  }

  private next(): void {
    if (!this.isComplete()) return;
    if (this.visiting) this.leaveVisit();
    else this.move(1);
  }

  private back(): void {
    clearFaults(this.form);
    if (this.visiting) this.leaveVisit();
    else this.move(-1);
  }

  private move(by: number): void {
    clearFaults(this.form);
    this.at = Math.min(Math.max(this.at + by, 0), this.screens.length - 1);
    this.show();
  }

  /** One question out of turn, from the last screen and back to it. */
  private visit(name: string): void {
    if (!isStep(name)) return;
    this.visiting = name;
    this.show();
  }

  private leaveVisit(): void {
    this.visiting = null;
    this.at = this.screens.length - 1;
    this.show();
  }

  private show(moveFocus = true): void {
    const here = this.step;
    const isFirst = here[0] === "kind";
    const isLast = here[0] === "review";
    for (const section of this.querySelectorAll<HTMLElement>(".question")) {
      section.hidden = !here.includes(section.dataset["step"] as Step);
      section.classList.toggle("question--second", section.dataset["step"] !== here[0]);
    }
    this.piece("intro").hidden = !isFirst || Boolean(this.visiting);
    this.classList.toggle("tell--under-way", !isFirst || Boolean(this.visiting));
    this.piece("ways").hidden = Boolean(this.visiting);
    this.piece("actions").hidden = isFirst && !this.visiting;
    this.act("next").hidden = isLast;
    this.act("next").textContent = this.visiting ? this.words.toReview : this.words.next;
    this.act("skip").hidden = isLast || Boolean(this.visiting) || !this.mayBeSkipped(here);
    this.progress();
    this.dispatchEvent(new CustomEvent("tell-step", { detail: here }));
    if (moveFocus) this.look(here[0] ?? "kind");
  }

  private mayBeSkipped(here: Step[]): boolean {
    return this.screens.length > 4 && !here.some((step) => ["where", "what"].includes(step));
  }

  private progress(): void {
    const all = this.screens.length - 1;
    this.piece("progress").hidden = this.at === 0 || Boolean(this.visiting);
    this.piece("count").textContent = fill(this.words.count, { n: this.at, all });
    (this.piece("bar") as HTMLProgressElement).value = this.at / all;
  }

  /** The head of the question gets the focus, so that it is read and the keyboard goes on there. */
  private look(step: Step): void {
    const title = this.querySelector<HTMLElement>(`#h-${step}`);
    window.scrollTo({ top: 0 });
    title?.focus({ preventScroll: true });
  }

  private isComplete(): boolean {
    clearFaults(this.form);
    const fault = this.step.map((step) => faultOf(this.form, step)).find(Boolean);
    if (fault) tellFault(this.form, fault[0], fault[1]);
    return !fault;
  }

  private sent(): void {
    this.isTouched = false;
    this.session.isSent = true;
  }

  private guard = (event: BeforeUnloadEvent): void => {
    if (this.isTouched) event.preventDefault();
  };
}
