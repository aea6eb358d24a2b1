// What two people compare by telephone must be the key that is sealed to, and not only look like it.
import { VaultFault } from "../vault/faults";
import { fingerprint } from "../vault/officer";

/** Throws `directory` unless the fingerprint that stands in `place` is that of this key. */
export async function asCompared(publicKey: string, place: Element | null | undefined): Promise<void> {
  const shown = place?.querySelector(".fingerprint")?.textContent?.trim();
  if (shown !== (await fingerprint(publicKey))) throw new VaultFault("directory");
}
