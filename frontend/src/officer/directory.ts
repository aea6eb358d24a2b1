// The public keys of units, proven in this browser before anything is sealed to one of them.
import { VaultFault } from "../vault/faults";
import { goodUnits } from "../vault/directory";
import { ask } from "./asking";

interface Directory {
  root: string;
  entries: Parameters<typeof goodUnits>[0];
}

export interface UnitTo {
  key_id: string;
  public_key: string;
}

/** The unit key `id` as the signed directory holds it; a fault when it cannot be proven. */
export async function provenUnit(url: string, id: string): Promise<UnitTo> {
  const { root, entries } = await ask<Directory>(url);
  const found = (await goodUnits(entries, root)).find((unit) => unit.key_id === id);
  if (!found) throw new VaultFault("directory");
  return { key_id: found.key_id, public_key: found.public_key };
}
