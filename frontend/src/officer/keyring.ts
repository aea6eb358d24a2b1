// The officer's own key in this tab: asked for once, kept by vault/keep.ts, gone when locked.
import { forget, keepKey, recallKey, touch, watchIdle } from "../vault/keep";
import { openUnits, unlock, unlockByRecovery, type MyKeys, type OfficerKey } from "../vault/officer";
import { ask } from "./asking";
import { Wrong } from "./trouble";
import { officerWords } from "./words";

type Units = Parameters<typeof openUnits>[1];
export interface Mine {
  key: Parameters<typeof unlock>[0] | null;
  units: Units;
}

const CHANGED = "officer-key";
let held: MyKeys | null = null;
let recalling: Promise<MyKeys | null> | null = null;

/** What the server keeps of the key: sealed under the phrase, and the unit keys sealed to it. */
export function mine(): Promise<Mine> {
  const url = document.querySelector<HTMLElement>("[data-mine]")?.dataset["mine"] ?? "";
  return ask<Mine>(url);
}

/** The open keys of this tab, or null while they are locked. */
export function openKeys(): Promise<MyKeys | null> {
  if (held) {
    touch();
    return Promise.resolve(held);
  }
  recalling ??= recall().finally(() => (recalling = null));
  return recalling;
}

async function recall(): Promise<MyKeys | null> {
  const kept = await recallKey();
  if (!kept) return null;
  const { key, units } = await mine();
  if (key?.key_id !== kept.id) {
    await lock(); // another officer signed in here
    return null;
  }
  return take(kept, units);
}

async function take(officer: OfficerKey, units: Units): Promise<MyKeys> {
  held = await openUnits(officer, units);
  watchIdle(() => void lock().then(() => location.reload())); // what was opened leaves the screen
  document.addEventListener("input", touch, { passive: true }); // who writes is not idle
  document.dispatchEvent(new CustomEvent(CHANGED, { detail: true }));
  return held;
}

export async function unlockBy(phrase: string): Promise<MyKeys> {
  const { key, units } = await mine();
  if (!key) throw new Wrong(officerWords().noKey);
  return keep(await unlock(key, phrase), units);
}

export async function unlockByCode(typed: string): Promise<MyKeys> {
  const { key, units } = await mine();
  if (!key) throw new Wrong(officerWords().noKey);
  return keep(await unlockByRecovery(key, typed), units);
}

async function keep(officer: OfficerKey, units: Units): Promise<MyKeys> {
  await keepKey(officer);
  return take(officer, units);
}

/** A key that was made a moment ago needs no asking. */
export async function adopt(officer: OfficerKey): Promise<void> {
  await keepKey(officer);
}

export async function lock(): Promise<void> {
  held = null;
  await forget();
  document.dispatchEvent(new CustomEvent(CHANGED, { detail: false }));
}

/** Calls `heard` whenever the key is opened or locked; returns what ends that. */
export function onChange(heard: (isOpen: boolean) => void): () => void {
  const listen = (event: Event): void => heard(Boolean((event as CustomEvent<boolean>).detail));
  document.addEventListener(CHANGED, listen);
  return () => document.removeEventListener(CHANGED, listen);
}
