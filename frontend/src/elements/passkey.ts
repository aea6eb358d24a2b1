// <tmac-passkey>: asks the device for a passkey and sends its answer with the form inside.
// data-mode: "create" or "get"; the options come from the JSON script named by data-options, or
// from the address data-url at the moment of asking.
import { getJson } from "../shared/fetching";
import { answerOf, creationOptions, requestOptions, type Options } from "../shared/webauthn";

export class Passkey extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("[data-ask]");
    if (!button) return;
    if (!("PublicKeyCredential" in window)) return this.tell("unsupported");
    if (/^[\d.]+$|^\[/.test(location.hostname)) return this.offerName();
    button.hidden = false;
    button.addEventListener("click", () => void this.ask(button));
  }

  private async ask(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      const credential = await this.credential(await this.options());
      this.send(answerOf(credential as PublicKeyCredential));
    } catch {
      this.tell("failed");
      button.disabled = false;
    }
  }

  private credential(options: Options): Promise<Credential | null> {
    if (this.dataset.mode === "get") return navigator.credentials.get(requestOptions(options));
    const alone = this.querySelector<HTMLInputElement>("input[name=passwordless]")?.checked ?? false;
    return navigator.credentials.create(creationOptions(options, alone));
  }

  private async options(): Promise<Options> {
    const { options, url } = this.dataset;
    if (url) return (await getJson<{ request_options: Options }>(url)).request_options;
    const data = JSON.parse(document.getElementById(options ?? "")?.textContent ?? "{}");
    return data.creation_options ?? data.request_options;
  }

  private send(answer: unknown): void {
    const form = this.querySelector("form");
    const input = form?.querySelector<HTMLInputElement>("input[name=credential]");
    if (!form || !input) return;
    input.value = JSON.stringify(answer);
    form.submit();
  }

  /** Browsers bind passkeys to names: 127.0.0.1 has none, localhost has. */
  private offerName(): void {
    const link = this.querySelector<HTMLAnchorElement>("a[data-named]");
    if (location.hostname !== "127.0.0.1" || !link) return;
    link.href = location.href.replace("//127.0.0.1", "//localhost");
    this.tell("named");
  }

  private tell(note: "unsupported" | "named" | "failed"): void {
    this.querySelector<HTMLElement>(`[data-note=${note}]`)?.removeAttribute("hidden");
  }
}
