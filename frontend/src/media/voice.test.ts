import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startVoice, voiceSupported } from "./voice";

class FakeRecorder extends EventTarget {
  static isTypeSupported = (type: string): boolean => type === "audio/mp4";
  static gives: Blob[] = [];
  state = "inactive";
  mimeType = "audio/mp4;codecs=mp4a";

  start(): void {
    this.state = "recording";
  }

  stop(): void {
    this.state = "inactive";
    for (const data of FakeRecorder.gives) this.dispatchEvent(Object.assign(new Event("dataavailable"), { data }));
    this.dispatchEvent(new Event("stop"));
  }
}

const track = { stop: vi.fn() };
const microphone = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaRecorder", FakeRecorder);
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: microphone } });
  microphone.mockReset().mockResolvedValue({ getTracks: () => [track] });
  track.stop.mockReset();
  FakeRecorder.gives = [new Blob(["sound"])];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a voice note", () => {
  it("is recorded, and the microphone is let go", async () => {
    const blob = await (await startVoice()).stop();
    expect(blob.type).toBe("audio/mp4");
    expect(await blob.text()).toBe("sound");
    expect(track.stop).toHaveBeenCalled();
  });

  it("ends by itself at its limit and keeps what was said", async () => {
    const [onTick, onLimit] = [vi.fn(), vi.fn()];
    const recording = await startVoice({ limitSeconds: 3, onTick, onLimit });
    vi.advanceTimersByTime(10_000);
    expect(onLimit).toHaveBeenCalledOnce();
    expect(onTick).toHaveBeenLastCalledWith(3);
    expect(track.stop).toHaveBeenCalled();
    expect((await recording.stop()).size).toBe(5);
  });

  it("that is thrown away lets the microphone go", async () => {
    (await startVoice()).cancel();
    expect(track.stop).toHaveBeenCalled();
  });

  it("says why there is none", async () => {
    const named = (name: string): Error => Object.assign(new Error("x"), { name });
    for (const [name, code] of [
      ["NotAllowedError", "refused"], ["NotFoundError", "no-microphone"], ["NotReadableError", "busy"],
      ["TypeError", "unsupported"],
    ]) {
      microphone.mockRejectedValueOnce(named(name as string));
      await expect(startVoice()).rejects.toMatchObject({ code });
    }
    FakeRecorder.gives = [];
    await expect(startVoice().then((recording) => recording.stop())).rejects.toMatchObject({ code: "empty" });
    vi.stubGlobal("MediaRecorder", undefined);
    expect(voiceSupported()).toBe(false);
    await expect(startVoice()).rejects.toMatchObject({ code: "unsupported" });
  });
});
