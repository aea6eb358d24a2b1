// A sentence for whatever went wrong.
import { VaultFault } from "../vault/faults";
import { Refusal } from "./asking";
import { officerWords } from "./words";

export class Cancelled extends Error {}

/** What was given cannot be used; the message says why and what to do. */
export class Wrong extends Error {}

export function sentence(trouble: unknown): string {
  const words = officerWords();
  if (trouble instanceof Refusal) {
    return trouble.code === "signed_out" ? words.signedOut : trouble.message || words.failed;
  }
  if (trouble instanceof Wrong) return trouble.message;
  if (trouble instanceof VaultFault) return words.faults[trouble.code] ?? words.failed;
  if (trouble instanceof TypeError) return words.offline;
  return words.failed;
}
