// The unlocked key for as long as the tab is used. The seed lies in the tab's session storage, sealed
// under a key that the browser does not hand out and that lies elsewhere (IndexedDB): neither alone
// opens anything. Forgotten after 30 idle minutes, at sign-out, and when the tab is closed.
import { b64, type Bytes, concat, fromB64, newUuid, randomBytes } from "./bytes";
import { subtle } from "./native";
import type { OfficerKey } from "./officerkey";
import { publicKeyOf } from "./box";
import { type Shelf, shelf } from "./shelf";

export const IDLE_MS = 30 * 60 * 1000;
const NAME = "tmac-officer-key";
/** Keys of tabs that were closed without signing out go with the next tab that keeps one. */
const OLDEST_MS = 24 * 60 * 60 * 1000;
const LOOK_MS = 15 * 1000;

interface Kept {
  slot: string;
  id: string;
  box: string;
  used: number;
}

interface Slot {
  key: CryptoKey;
  made: number;
}

let cupboard: Shelf = shelf("tmac-keep");
let inMemory: { key: OfficerKey; used: number } | null = null;

/** For the tests: another place for the wrapping keys. */
export const keepKeysIn = (place: Shelf): void => {
  cupboard = place;
};

/** Where the browser keeps nothing, the key stays until the page is left. */
export async function keepKey(key: OfficerKey): Promise<void> {
  inMemory = { key, used: Date.now() };
  try {
    await sweep();
    const kind = { name: "AES-GCM", length: 256 };
    const wrapping = await subtle().generateKey(kind, false, ["encrypt", "decrypt"]);
    const slot = newUuid();
    await cupboard.put(slot, { key: wrapping, made: Date.now() } satisfies Slot);
    const iv = randomBytes(12);
    const sealed = await subtle().encrypt({ name: "AES-GCM", iv }, wrapping, key.seed);
    write({ slot, id: key.id, box: b64(concat(iv, new Uint8Array(sealed))), used: Date.now() });
  } catch {
    clear();
  }
}

/** null: nothing is kept, or not any more; ask for the passphrase. */
export async function recallKey(): Promise<OfficerKey | null> {
  if (isIdle()) await drop();
  if (inMemory) {
    touch();
    return inMemory.key;
  }
  const kept = read();
  if (!kept) return null;
  try {
    const key = await unwrapped(kept);
    inMemory = { key, used: Date.now() };
    touch();
    return key;
  } catch {
    await drop();
    return null;
  }
}

async function unwrapped(kept: Kept): Promise<OfficerKey> {
  const slot = await cupboard.get<Slot>(kept.slot);
  if (!slot) throw new Error("no such key");
  const box = fromB64(kept.box);
  const way = { name: "AES-GCM", iv: box.slice(0, 12) };
  const seed: Bytes = new Uint8Array(await subtle().decrypt(way, slot.key, box.slice(12)));
  return { id: kept.id, seed, publicKey: await publicKeyOf(seed) };
}

/** The key was used: the half hour begins anew. */
export function touch(): void {
  if (inMemory) inMemory.used = Date.now();
  const kept = read();
  if (kept) write({ ...kept, used: Date.now() });
}

/** At sign-out: the keys of all tabs of this browser are gone. */
export async function forget(): Promise<void> {
  await drop();
  await cupboard.clear().catch(() => undefined);
}

/** The key of this tab alone. */
async function drop(): Promise<void> {
  const kept = read();
  inMemory?.key.seed.fill(0);
  inMemory = null;
  clear();
  if (kept) await cupboard.remove(kept.slot).catch(() => undefined);
}

/** Looks now and then; calls `onForget` once the key was forgotten. Returns what ends the watch. */
export function watchIdle(onForget: () => void): () => void {
  const look = (): void => {
    if (!isIdle()) return;
    stop();
    void drop().then(onForget);
  };
  const timer = setInterval(look, LOOK_MS);
  const stop = (): void => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
  document.addEventListener("visibilitychange", look);
  return stop;
}

function isIdle(): boolean {
  const used = inMemory?.used ?? read()?.used;
  return used !== undefined && Date.now() - used >= IDLE_MS;
}

/** Storage may be shut by the browser's settings: reading it throws then. */
function read(): Kept | null {
  try {
    const text = sessionStorage.getItem(NAME);
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    return null;
  }
}

const write = (kept: Kept): void => sessionStorage.setItem(NAME, JSON.stringify(kept));

function clear(): void {
  if (read()) sessionStorage.removeItem(NAME);
}

async function sweep(): Promise<void> {
  for (const name of await cupboard.keys()) {
    const slot = await cupboard.get<Slot>(name);
    if (!slot || Date.now() - slot.made > OLDEST_MS) await cupboard.remove(name);
  }
}
