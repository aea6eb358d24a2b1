// Recording in the page: a running clock, and two buttons. The sound stays in memory.
import { startVoice } from "../media/voice";
import { make } from "../shared/dom";
import { fill, tellWords } from "./words";

const LIMIT_S = 600;

export type Recorded = { blob: Blob } | { fault: string };

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

/** Records until the person stops; an empty `fault` means that the recording was thrown away. */
export async function recordInto(frame: HTMLElement): Promise<Recorded> {
  const words = tellWords().files;
  const time = make("span", { class: "voice__time number" });
  const tick = (seconds: number): void => {
    time.textContent = fill(words.recording, { time: clock(seconds) });
  };
  const ended = new Promise<"stop" | "cancel">((resolve) => {
    const stop = make("button", { type: "button", class: "button" }, words.stop);
    const cancel = make("button", { type: "button", class: "button button--quiet" }, words.cancel);
    stop.addEventListener("click", () => resolve("stop"));
    cancel.addEventListener("click", () => resolve("cancel"));
    frame.replaceChildren(time, stop, cancel);
  });
  try {
    const recording = await startVoice({ limitSeconds: LIMIT_S, onTick: tick });
    frame.hidden = false;
    tick(0);
    if ((await ended) === "stop") return { blob: await recording.stop() };
    recording.cancel();
    return { fault: "" };
  } catch (fault) {
    const code = (fault as { code?: string }).code;
    return { fault: code === "refused" || code === "no-microphone" ? words.voiceRefused : words.voiceFailed };
  } finally {
    frame.hidden = true;
    frame.replaceChildren();
  }
}
