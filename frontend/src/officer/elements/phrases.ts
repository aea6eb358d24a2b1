// <tmac-phrases data-for="id of a field">: ready sentences, put into the field and completed there.
export class Phrases extends HTMLElement {
  connectedCallback(): void {
    const field = document.getElementById(this.dataset["for"] ?? "");
    if (!(field instanceof HTMLTextAreaElement)) return;
    this.hidden = false;
    for (const button of this.querySelectorAll<HTMLElement>("[data-phrase]")) {
      button.addEventListener("click", () => {
        const before = field.value.trim();
        field.value = [before, button.dataset["phrase"]].filter(Boolean).join("\n");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    }
  }
}
