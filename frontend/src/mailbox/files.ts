// A file of the conversation: fetched object by object, opened here, and handed to the person.
import { lineIcon, make } from "../shared/dom";
import { fill } from "../tell/words";
import { sizeText } from "../tell/sizes";
import { patiently, postForOctets } from "../tell/asking";
import type { Manifest } from "../vault/reporter";
import type { Addresses, Opened } from "./wire";
import { mailboxWords } from "./words";

export function fileRows(files: Manifest[], mailbox: Opened, addresses: Addresses): HTMLElement {
  const list = make("ul", { class: "files" });
  for (const file of files) list.append(fileRow(file, mailbox, addresses));
  return list;
}

function fileRow(file: Manifest, mailbox: Opened, addresses: Addresses): HTMLElement {
  const words = mailboxWords();
  const status = make("span", { class: "small", role: "status" });
  const button = make("button", { type: "button", class: "button button--quiet" }, words.fetch,
    make("span", { class: "visually-hidden" }, ` ${file.name}`));
  button.addEventListener("click", () => {
    button.disabled = true;
    const tell = (share: number): void => {
      status.textContent = fill(words.fetching, { percent: Math.round(share * 100) });
    };
    fetchFile(file, mailbox, addresses, tell).then(
      (blob) => {
        status.textContent = "";
        hand(blob, file.name);
      },
      () => (status.textContent = words.fetchFailed),
    ).finally(() => (button.disabled = false));
  });
  const about = make("div", {}, make("span", { class: "files__name", dir: "auto" }, file.name),
    make("p", { class: "files__meta" }, sizeText(file.size), " ", status));
  return make("li", { class: "files__file" }, lineIcon("M6 3h8l4 4v14H6z", "M14 3v4h4"), about, button);
}

async function fetchFile(
  file: Manifest, mailbox: Opened, addresses: Addresses, tell: (share: number) => void,
): Promise<Blob> {
  const count = mailbox.raw.files.find(({ id }) => id === file.id)?.objects ?? 0;
  async function* objects(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (let n = 0; n < count; n += 1) {
      tell(n / count);
      const body = JSON.stringify({ lookup: mailbox.lookup, file_id: file.id, n });
      yield await patiently(() => postForOctets(`${addresses.mailbox}objects/`, body), () => tell(n / count));
    }
  }
  const { openFileToBlob } = await import("../vault/reporter");
  return openFileToBlob(mailbox.case, file, objects(), count);
}

/** Saved, never shown in a window of this site, whatever it holds. */
function hand(blob: Blob, name: string): void {
  const href = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
  const link = make("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(href), 30_000);
}
