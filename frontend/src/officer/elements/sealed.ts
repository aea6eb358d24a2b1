// <tmac-sealed data-url data-files data-opened>: opens what is sealed, here in the browser, and puts it into the
// parts [data-part=content|files|talk] inside. Everything is set as text.
import { openTip, type MyKeys } from "../../vault/officer";
import { make } from "../../shared/dom";
import { tell } from "../asking";
import { fileList } from "../files";
import { onChange, openKeys } from "../keyring";
import { contentNodes, dayText, messageNode } from "../show";
import { type Content, type Message, openCase, type OpenCase } from "../tipcase";
import { Cancelled, sentence } from "../trouble";
import { officerWords } from "../words";
import { demandKeys } from "./unlock";

export const OPENED = "tip-opened";

export class Sealed extends HTMLElement {
  #stop: () => void = () => undefined;

  connectedCallback(): void {
    for (const button of this.querySelectorAll("[data-read]")) {
      button.addEventListener("click", () => void this.#read(demandKeys));
    }
    this.#stop = onChange((isOpen) => {
      if (isOpen && this.dataset["state"] !== "open") void this.#read(openKeys);
    });
    void this.#read(openKeys);
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  async #read(keysOf: () => Promise<MyKeys | null>): Promise<void> {
    try {
      const my = await keysOf();
      if (!my || this.dataset["state"] === "open") return;
      this.#say(officerWords().opening);
      this.setAttribute("aria-busy", "true");
      const open = await openCase(this.dataset["url"] ?? "", my);
      const { content, messages } = await openTip(open.sealed, open.keys);
      this.#fill(open, content, messages);
    } catch (trouble) {
      this.#say(trouble instanceof Cancelled ? "" : sentence(trouble));
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  #fill(open: OpenCase, content: Content | null, messages: Message[]): void {
    const files = this.dataset["files"] ?? "";
    if (content) {
      this.#part("content", ...contentNodes(content));
      this.#part("files", fileList(open, content.files, files));
    }
    this.#part("talk", this.#talk(open, messages, files));
    for (const closed of this.querySelectorAll<HTMLElement>("[data-closed]")) closed.hidden = true;
    this.#say("");
    this.dataset["state"] = "open";
    document.dispatchEvent(new CustomEvent(OPENED, { detail: { open, content } }));
    const opened = this.dataset["opened"];
    if (opened) void tell(opened, {}).catch(() => undefined); // its clock and its marks, nothing else
  }

  #talk(open: OpenCase, messages: Message[], files: string): HTMLElement {
    if (!messages.length) return make("p", { class: "muted" }, officerWords().conversation.empty);
    const list = make("ol", { class: "talk" });
    for (const message of messages) {
      const node = messageNode(message, dayText(message.day));
      if (message.readable && message.files.length) node.append(fileList(open, message.files, files));
      list.append(node);
    }
    return list;
  }

  #part(name: string, ...nodes: Node[]): void {
    this.querySelector(`[data-part=${name}]`)?.replaceChildren(...nodes);
  }

  #say(text: string): void {
    for (const told of this.querySelectorAll("[data-told]")) told.textContent = text;
  }
}
