import { beforeEach, describe, expect, it, vi } from "vitest";
import { Wrong } from "../trouble";
import { SealingForm } from "./sending";

let release: () => void = () => undefined;
let tries = 0;

class Slow extends SealingForm {
  protected override work(): Promise<string | void> {
    tries += 1;
    if (this.given("wrong")) return Promise.reject(new Wrong("กรุณาเลือก"));
    return new Promise((done) => (release = () => done()));
  }
}
customElements.define("test-slow", Slow);

const send = (): boolean | undefined =>
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
const told = (): string => document.querySelector("[data-told]")?.textContent ?? "";

describe("a form that seals", () => {
  beforeEach(() => {
    tries = 0;
    const form = document.createElement("test-slow");
    form.innerHTML = `<form><p data-told tabindex="-1"></p><button type="submit">x</button></form>`;
    document.body.replaceChildren(form);
  });

  it("never leaves by itself, and tries once however often it is pressed", async () => {
    expect(send()).toBe(false);
    send();
    send();
    expect(tries).toBe(1);
    release();
    await vi.waitFor(() => expect(told()).toBe(""));
    send();
    expect(tries).toBe(2);
  });

  it("says what was wrong, and can be sent again", async () => {
    document.querySelector<HTMLElement>("test-slow")?.setAttribute("data-wrong", "1");
    send();
    await vi.waitFor(() => expect(told()).toBe("กรุณาเลือก"));
    expect(document.querySelector("[data-told]")?.classList.contains("is-wrong")).toBe(true);
    send();
    expect(tries).toBe(2);
  });
});
