/** Finer questions appear below the answer that they belong to; two answers lead elsewhere. */
export class CategoryChoice extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", this.follow);
    this.follow();
  }

  private follow = (): void => {
    const chosen = this.querySelector<HTMLInputElement>("input:checked")?.value ?? "";
    for (const finer of this.querySelectorAll<HTMLDetailsElement>("[data-finer]")) {
      finer.open = chosen.split("-")[0] === finer.dataset["finer"];
      finer.hidden = !finer.open;
    }
    for (const exit of this.querySelectorAll<HTMLElement>("[data-exit]")) {
      exit.hidden = exit.dataset["exit"] !== chosen;
    }
  };
}
