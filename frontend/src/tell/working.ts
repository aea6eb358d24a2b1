// The small riddle that keeps floods out: asked for shortly before it is needed, solved here.
import type { Solution, Task } from "../vault/work";
import { getJson, patiently } from "./asking";
import type { Config } from "./session";
import { tellWords } from "./words";

export async function work(
  config: Pick<Config, "work">, purpose: "report" | "file", case_: string, tell: (line: string) => void,
): Promise<Solution> {
  const words = tellWords().send;
  const task = await patiently(
    () => getJson<Task>(config.work.replace("PURPOSE", purpose)),
    () => tell(words.waiting),
  );
  const { solveWork } = await import("../vault/work");
  return solveWork(task, case_);
}
