// Who opens a report: shown to the reporter, and proven by the signed directory before sealing.
import { readDirectory } from "./directory";
import type { Entry, WireEntry } from "./entry";
import { VaultFault } from "./faults";
import { THRESHOLD } from "./shamir";

const CENTRE = "NACC-HQ";

interface WireKey {
  key_id: string;
  public_key: string;
}

/** The JSON of GET /tell/keys/<scope>.json. */
export interface WireRecipients {
  unit: WireKey & { epoch: number; office: string; name: string };
  why: string;
  why_code: string;
  custodians: (WireKey & { name: string })[];
  threshold: number;
  root: string;
  receipt_key: string;
  entries: WireEntry[];
  stamp: string;
}

declare const proven: unique symbol;

/** Recipients whose keys were proven; nothing can be sealed to any others. */
export interface Recipients {
  readonly [proven]: true;
  unit: WireKey & { epoch: number; office: string; name: string };
  why: string;
  whyCode: string;
  custodians: (WireKey & { name: string })[];
  receiptKey: string;
  stamp: string;
}

const isSame = (entry: Entry | null, key: WireKey): boolean =>
  entry !== null && entry.key_id === key.key_id && entry.public_key === key.public_key;

/**
 * `scope`: a province code or "centre", as it was asked for; only that province's office or the
 * centre may answer. The names come from the signed entries, not from the answer around them.
 * Throws `directory` when anything is not proven by the pinned `root`.
 */
export async function checkRecipients(
  wire: WireRecipients, root: string, scope: string,
): Promise<Recipients> {
  const directory = await readDirectory(wire.entries, root, true);
  const unit = directory.present("unit", wire.unit.office);
  const offices = scope === "centre" ? [CENTRE] : [`NACC-${scope}`, CENTRE];
  const receipt = directory.allPresent("receipt").find((entry) => entry.public_key === wire.receipt_key);
  const custodians = custodiansOf(wire, directory.allPresent("custodian"));
  if (!unit || !isSame(unit, wire.unit) || !offices.includes(unit.owner) || !receipt) {
    throw new VaultFault("directory");
  }
  const { key_id, public_key, epoch, owner, owner_name } = unit;
  return {
    unit: { key_id, public_key, epoch, office: owner, name: owner_name },
    why: wire.why, whyCode: wire.why_code, custodians, receiptKey: receipt.public_key, stamp: wire.stamp,
  } as Recipients;
}

/** All custodians of the directory and nobody else, in the order in which they are served. */
function custodiansOf(wire: WireRecipients, present: Entry[]): Recipients["custodians"] {
  const found = wire.custodians.map((given) => {
    const entry = present.find((one) => isSame(one, given));
    if (!entry) throw new VaultFault("directory");
    return { key_id: entry.key_id, public_key: entry.public_key, name: entry.owner_name };
  });
  const isEach = new Set(found.map(({ key_id }) => key_id)).size === present.length;
  if (!isEach || found.length !== present.length || found.length < THRESHOLD || wire.threshold !== THRESHOLD) {
    throw new VaultFault("directory");
  }
  return found;
}
