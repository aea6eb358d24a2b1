const TWICE_MS = 1500;
const WAIT_MS = 400;

interface Wiping extends HTMLElement {
  wipe?: () => void;
}

/**
 * "Leave at once", by its button or by Esc twice: wipes what was typed and the drafts, then replaces
 * this page by a harmless one. It never waits long for anything.
 */
export class QuickExit extends HTMLElement {
  private pressedAt = Number.NEGATIVE_INFINITY;

  connectedCallback(): void {
    this.querySelector("a")?.addEventListener("click", this.clicked);
    document.addEventListener("keydown", this.pressed);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.pressed);
  }

  private clicked = (event: Event): void => {
    event.preventDefault();
    void this.leave();
  };

  private pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const isSecond = event.timeStamp - this.pressedAt < TWICE_MS;
    this.pressedAt = event.timeStamp;
    if (isSecond) void this.leave();
  };

  private async leave(): Promise<void> {
    const address = this.querySelector("a")?.href ?? "/";
    for (const holder of document.querySelectorAll<Wiping>("tmac-tell, tmac-mailbox")) holder.wipe?.();
    const main = document.getElementById("main");
    if (main) main.hidden = true;
    document.title = " ";
    const late = new Promise<void>((resolve) => window.setTimeout(resolve, WAIT_MS));
    await Promise.race([eraseDrafts(), late]);
    location.replace(address);
  }
}

/** Also where the part that keeps drafts has not been loaded, or cannot be. */
function eraseDrafts(): Promise<void> {
  return import("../vault/drafts").then((drafts) => drafts.eraseDrafts()).catch(() => undefined);
}
