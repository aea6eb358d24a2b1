import { make } from "../shared/dom";
import { checkFile } from "./checking";

/** A place to choose or drop a receipt file, and what became of the check. */
export class ReceiptCheck extends HTMLElement {
  connectedCallback(): void {
    this.piece("drop").hidden = false;
    this.addEventListener("change", this.picked);
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", this.dropped);
  }

  private piece(name: string): HTMLElement {
    return this.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }

  private picked = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const file = event.target.files?.[0];
    event.target.value = ""; // the same file may be checked again
    if (file) void this.check(file);
  };

  private dropped = (event: DragEvent): void => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void this.check(file);
  };

  private async check(file: File): Promise<void> {
    const { root = "", directory = "", proof = "" } = this.dataset;
    const lines = await checkFile(file, { root, directory, proof });
    this.piece("told").replaceChildren(...lines.map(({ text, isGood }) =>
      make("li", { class: isGood ? "is-good" : "is-bad" }, text)));
  }
}
