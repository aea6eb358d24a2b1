// The sealed part of the tip on this page, opened once and shared by everything that needs it.
import type { MyKeys } from "../vault/officer";
import { openCaseKeys, openTip } from "../vault/officer";
import { ask } from "./asking";

export type Sealed = Parameters<typeof openCaseKeys>[0] & {
  case: string;
  reporter_key: string;
  files: { id: string; objects: number; size: number }[];
};
type CaseKeys = Awaited<ReturnType<typeof openCaseKeys>>;
type Tip = Awaited<ReturnType<typeof openTip>>;
export type Content = NonNullable<Tip["content"]>;
export type Message = Tip["messages"][number];
export type Manifest = Content["files"][number];

export interface OpenCase {
  sealed: Sealed;
  keys: CaseKeys;
  my: MyKeys;
}

const opened = new Map<string, Promise<OpenCase>>();

/** The case behind sealed.json at `url`, opened with these keys. */
export function openCase(url: string, my: MyKeys): Promise<OpenCase> {
  const known = opened.get(url);
  if (known) return known;
  const opening = open(url, my);
  opened.set(url, opening);
  opening.catch(() => opened.delete(url));
  return opening;
}

async function open(url: string, my: MyKeys): Promise<OpenCase> {
  const sealed = await ask<Sealed>(url);
  return { sealed, my, keys: await openCaseKeys(sealed, my) };
}
