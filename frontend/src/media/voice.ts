// A voice note, recorded in the page. The sound stays in memory until it is sealed or thrown away.

export type VoiceFaultCode = "unsupported" | "refused" | "no-microphone" | "busy" | "empty";

export class VoiceFault extends Error {
  override readonly name = "VoiceFault";

  constructor(readonly code: VoiceFaultCode) {
    super(code);
  }
}

export interface VoiceOptions {
  /** Recording ends by itself then; what was said is kept. */
  limitSeconds?: number;
  /** Told the seconds so far, twice a second. */
  onTick?: (seconds: number) => void;
  onLimit?: () => void;
}

export interface Recording {
  /** Ends it; the sound, in a type without parameters. Throws `empty` when nothing was recorded. */
  stop(): Promise<Blob>;
  /** Ends it and keeps nothing. */
  cancel(): void;
}

const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4", "audio/webm"];
/** Enough for speech; ten minutes are 2.4 MB. */
const BITS_PER_SECOND = 32_000;
const TICK_MS = 500;

export const voiceSupported = (): boolean =>
  typeof MediaRecorder === "function" && typeof navigator.mediaDevices?.getUserMedia === "function";

export async function startVoice(options: VoiceOptions = {}): Promise<Recording> {
  if (!voiceSupported()) throw new VoiceFault("unsupported");
  const stream = await microphone();
  try {
    return record(stream, options);
  } catch {
    release(stream);
    throw new VoiceFault("unsupported");
  }
}

async function microphone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (fault) {
    throw new VoiceFault(codeOf(fault instanceof Error || fault instanceof DOMException ? fault.name : ""));
  }
}

function codeOf(name: string): VoiceFaultCode {
  if (["NotAllowedError", "SecurityError", "PermissionDeniedError"].includes(name)) return "refused";
  if (["NotFoundError", "DevicesNotFoundError", "OverconstrainedError"].includes(name)) return "no-microphone";
  return ["NotReadableError", "TrackStartError", "AbortError"].includes(name) ? "busy" : "unsupported";
}

const release = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

function record(stream: MediaStream, { limitSeconds = Infinity, onTick, onLimit }: VoiceOptions): Recording {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const settings = { audioBitsPerSecond: BITS_PER_SECOND, ...(mimeType ? { mimeType } : {}) };
  const recorder = new MediaRecorder(stream, settings);
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => data.size > 0 && parts.push(data));
  const ended = new Promise<void>((resolve) => recorder.addEventListener("stop", () => resolve()));
  const started = Date.now();
  const timer = setInterval(() => {
    const seconds = (Date.now() - started) / 1000;
    onTick?.(Math.min(seconds, limitSeconds));
    if (seconds < limitSeconds) return;
    end();
    onLimit?.();
  }, TICK_MS);
  const end = (): void => {
    clearInterval(timer);
    if (recorder.state !== "inactive") recorder.stop();
    release(stream);
  };
  recorder.start(1000);
  const stop = async (): Promise<Blob> => {
    end();
    await ended;
    const type = (recorder.mimeType || mimeType || "audio/webm").split(";")[0] ?? "";
    if (parts.length === 0) throw new VoiceFault("empty");
    return new Blob(parts, { type });
  };
  const cancel = (): void => {
    end();
    parts.length = 0;
  };
  return { stop, cancel };
}
