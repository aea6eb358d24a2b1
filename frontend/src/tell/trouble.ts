// What to say when sending does not work. Whatever happens, nothing goes out unsealed.
import { Offline, Problem } from "./asking";
import { fill, tellWords } from "./words";

/** A fault of the vault by its code, without loading the vault for it. */
const codeOf = (fault: unknown): string =>
  fault instanceof Error && fault.name === "VaultFault" ? String((fault as { code?: string }).code) : "";

export function sendingTrouble(fault: unknown): string {
  const words = tellWords().send;
  if (fault instanceof Offline) return words.offline;
  if (fault instanceof Problem) return fill(words.refused, { why: told(fault) });
  const code = codeOf(fault);
  if (code === "directory") return words.unproven;
  if (code === "unsupported") return words.unsupported;
  if (code === "too-long") return words.tooLong;
  return words.sealing;
}

const told = (problem: Problem): string =>
  problem.faults.map(({ message }) => message).join(" ") || problem.message || String(problem.status);

/** What is wrong with a typed code, "" when it is another fault. */
export function typingTrouble(fault: unknown): string {
  const words = tellWords().typing;
  const code = codeOf(fault);
  if (code === "code-empty") return words.empty;
  if (code === "code-characters") return words.characters;
  if (code === "code-length") return fill(words.length, { n: (fault as { limit?: number }).limit ?? 0 });
  return code === "code-check" ? words.check : "";
}
