import { Offline, patiently, postJson, Problem } from "../tell/asking";
import { sendingTrouble, typingTrouble } from "../tell/trouble";
import { carryOut, type Doing, Missing } from "./acting";
import { fillView } from "./view";
import type { Addresses, Opened, Told } from "./wire";
import { mailboxWords } from "./words";

/** The mailbox: opened here with the typed code, which stays in memory until it is closed. */
export class MailboxPage extends HTMLElement {
  private opened: Opened | null = null;
  private isBusy = false;
  private readonly kept: Doing["kept"] = new Map();
  private readonly words = mailboxWords();

  connectedCallback(): void {
    this.addEventListener("submit", this.submitted);
    this.addEventListener("click", this.clicked);
    this.querySelector<HTMLInputElement>("#id_code")?.focus();
    import("../vault/reporter").catch(() => undefined); // while the code is typed; asked for again then
  }

  /** Code, keys and texts are gone. */
  wipe(): void {
    this.opened = null;
    this.kept.clear();
    this.view.replaceChildren();
    const input = this.querySelector<HTMLInputElement>("#id_code");
    if (input) input.value = "";
  }

  private get view(): HTMLElement {
    return this.querySelector('[data-part="view"]') as HTMLElement;
  }

  private get entry(): HTMLElement {
    return this.querySelector('[data-part="entry"]') as HTMLElement;
  }

  private get addresses(): Addresses {
    const given = (name: string): string => this.dataset[name] ?? "";
    return { root: given("root"), keys: given("keys"), work: given("work"), files: given("files"), mailbox: given("mailbox") };
  }

  private submitted = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    if (form.dataset["part"] === "enter") void this.enter(form);
    else if (form.dataset["form"]) void this.act(form);
  };

  private clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest("[data-act=close]") : null;
    if (!button) return;
    event.preventDefault();
    this.wipe();
    this.entry.hidden = false;
    this.trouble(this.entry, this.words.closed);
    this.querySelector<HTMLInputElement>("#id_code")?.focus();
  };

  private trouble(within: HTMLElement, sentence: string): void {
    const told = within.querySelector<HTMLElement>("[data-part=trouble]");
    if (told) told.textContent = sentence;
  }

  private async enter(form: HTMLFormElement): Promise<void> {
    if (this.isBusy) return;
    const typed = String(new FormData(form).get("code") ?? "");
    await this.busily(form, async () => {
      const { parseCode } = await import("../vault/code");
      const code = parseCode(typed);
      this.trouble(form, this.words.opening);
      await this.open(code);
      this.entry.hidden = true;
      this.trouble(form, "");
      this.view.querySelector("h1")?.focus();
    });
  }

  private async open(code: Opened["code"]): Promise<void> {
    const [{ lookupOf }, { openMailbox }] = await Promise.all([import("../vault/code"), import("../vault/reporter")]);
    const body = JSON.stringify({ lookup: await lookupOf(code) });
    const told = await patiently(() => postJson<Told>(`${this.addresses.mailbox}open/`, body), () => undefined);
    const opened = await openMailbox(code, told);
    const template = this.querySelector<HTMLTemplateElement>("template[data-part=opened]");
    const page = template?.content.cloneNode(true) as DocumentFragment;
    fillView(page, opened, this.addresses);
    this.opened = opened;
    this.view.replaceChildren(page);
    window.scrollTo({ top: 0 });
  }

  private async act(form: HTMLFormElement): Promise<void> {
    const mailbox = this.opened;
    if (!mailbox || this.isBusy) return;
    const busy = form.querySelector<HTMLElement>("[data-part=busy]");
    const tell = (line: string): void => void (busy && (busy.textContent = line));
    await this.busily(form, async () => {
      tell(this.words.sending);
      const doing = { mailbox, addresses: this.addresses, form, tell, kept: this.kept };
      const hasChanged = await carryOut(doing).finally(() => tell(""));
      if (!hasChanged) return;
      await this.open(mailbox.code);
      this.say(form.dataset["form"] === "answer" ? this.words.sent : this.words.done);
    });
  }

  private say(sentence: string): void {
    const told = document.createElement("p");
    told.className = "notice mailbox__done";
    told.setAttribute("role", "status");
    told.tabIndex = -1;
    told.textContent = sentence;
    this.view.prepend(told);
    told.focus();
  }

  private async busily(form: HTMLElement, work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.trouble(form, "");
    form.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (fault) {
      this.trouble(form, this.sentence(fault));
    } finally {
      this.isBusy = false;
      form.removeAttribute("aria-busy");
    }
  }

  private sentence(fault: unknown): string {
    if (fault instanceof Missing) return fault.message;
    if (fault instanceof Offline) return this.words.offline;
    if (fault instanceof Problem) return fault.code === "no_such_code" ? this.words.unknown : sendingTrouble(fault);
    const typing = typingTrouble(fault);
    if (typing) return typing;
    const code = (fault as { code?: string }).code;
    if (code === "unsupported") return this.words.unsupported;
    return this.opened ? sendingTrouble(fault) : this.words.broken;
  }
}
