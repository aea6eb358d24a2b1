// The directory of public keys, checked before anything is sealed to a key in it. Its root is
// pinned by the page; see the rules of succession and revocation in `isAllowed` and `mayFollow`.
import { concat, fromB64, hex, utf8 } from "./bytes";
import { signedText } from "./ed25519";
import { type Entry, type Kind, parseEntry, type WireEntry } from "./entry";
import { VaultFault, guarded } from "./faults";
import { sha256 } from "./native";

export type { Entry, WireEntry } from "./entry";
const GENESIS = "0".repeat(64);
const ROOT = "root";

/** What the entries read so far amount to. */
export class Directory {
  head = GENESIS;
  length = 0;
  private readonly keys = new Map<string, Entry>();
  private readonly revoked = new Set<string>();
  private readonly present_ = new Map<string, string>();

  constructor(private readonly root: string) {}

  /** The owner's key of today, or null when there is none or it is revoked. */
  present(kind: Kind, owner: string): Entry | null {
    return this.keys.get(this.present_.get(slot({ kind, owner })) ?? "") ?? null;
  }

  allPresent(kind: Kind): Entry[] {
    return [...this.present_.values()].map((id) => this.keys.get(id) as Entry)
      .filter((entry) => entry.kind === kind);
  }

  isPresent(keyId: string): boolean {
    const entry = this.keys.get(keyId);
    return entry !== undefined && this.present_.get(slot(entry)) === keyId;
  }

  /** Added by the rules and not revoked; it may have been followed by another. */
  isGood(keyId: string): boolean {
    return this.keys.has(keyId) && !this.revoked.has(keyId);
  }

  /**
   * Takes the next entry; throws `directory` when it breaks a rule. `gaps`: entries of owners who
   * do not matter here may have been left out, so that only neighbours are held to the chain.
   */
  async add(wire: WireEntry, gaps = false): Promise<Entry> {
    const entry = parseEntry(wire.entry);
    if (!this.isNext(entry, gaps) || !this.isAllowed(entry) || !(await this.isSigned(entry, wire))) {
      throw new VaultFault("directory");
    }
    this.take(entry);
    this.head = hex(await sha256(concat(utf8(wire.entry), fromB64(wire.signature))));
    this.length = entry.seq;
    return entry;
  }

  private isNext(entry: Entry, gaps: boolean): boolean {
    const isNeighbour = entry.seq === this.length + 1;
    return isNeighbour ? entry.previous === this.head : gaps && entry.seq > this.length;
  }

  private async isSigned(entry: Entry, wire: WireEntry): Promise<boolean> {
    if (entry.signed_by === ROOT) return signedText("TMAC-v1 directory", wire.entry, this.root, wire.signature);
    const before = this.keys.get(entry.signed_by);
    if (!before || !this.mayFollow(before, entry)) return false;
    return signedText("TMAC-v1 directory", wire.entry, before.sign_key, wire.signature);
  }

  /** A unit's present key may add the unit's next one; it signs nothing else. */
  private mayFollow(before: Entry, entry: Entry): boolean {
    return entry.action === "add" && before.kind === "unit" && slot(before) === slot(entry)
      && this.isPresent(before.key_id) && entry.epoch === before.epoch + 1;
  }

  /** No id and no epoch twice; only a key that was added, as it was added, can be revoked once. */
  private isAllowed(entry: Entry): boolean {
    const known = this.keys.get(entry.key_id);
    if (entry.action === "add") {
      const alike = [...this.keys.values()].filter((key) => slot(key) === slot(entry));
      return known === undefined && alike.every((key) => key.epoch < entry.epoch);
    }
    return known !== undefined && !this.revoked.has(entry.key_id) && slot(known) === slot(entry)
      && known.public_key === entry.public_key && known.epoch === entry.epoch;
  }

  private take(entry: Entry): void {
    if (entry.action === "add") {
      this.keys.set(entry.key_id, entry);
      this.present_.set(slot(entry), entry.key_id);
      return;
    }
    if (this.isPresent(entry.key_id)) this.present_.delete(slot(entry));
    this.revoked.add(entry.key_id);
  }
}

const slot = ({ kind, owner }: { kind: Kind; owner: string }): string => `${kind} ${owner}`;

/** Reads a whole directory; throws `directory` at the first entry that breaks a rule. */
export function readDirectory(entries: WireEntry[], root: string, gaps = false): Promise<Directory> {
  return guarded("directory", async () => {
    const directory = new Directory(root);
    for (const wire of entries) await directory.add(wire, gaps);
    return directory;
  });
}

/** The units' keys of today. */
export async function goodUnits(entries: WireEntry[], root: string): Promise<Entry[]> {
  return (await readDirectory(entries, root)).allPresent("unit");
}
