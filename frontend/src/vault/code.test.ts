// @vitest-environment node
import { describe, expect, it } from "vitest";
import { cleanTyping, groupsOf, isGroup, lookupOf, makeCode, parseCode, reporterSeedOf } from "./code";
import { faultOf } from "./testing";

describe("the access code", () => {
  it("has 30 digits in six groups and reads back", () => {
    for (let turn = 0; turn < 200; turn += 1) {
      const code = makeCode();
      expect(code).toMatch(/^[0-9]{30}$/);
      expect(groupsOf(code).join("")).toBe(code);
      expect(parseCode(groupsOf(code).join("-"))).toBe(code);
    }
  });

  it("is read in Thai and wide digits, with spaces, dots and any dash", () => {
    const code = makeCode();
    const thai = [...code].map((digit) => String.fromCharCode(0x0e50 + Number(digit))).join("");
    const wide = [...code].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join("");
    expect(parseCode(` ${thai.slice(0, 15)} – ${thai.slice(15)}\n`)).toBe(code);
    expect(parseCode(wide.replace(/(.{5})/g, "$1. "))).toBe(code);
    expect(cleanTyping("๑๒ ๓-4.5")).toBe("12345");
  });

  it("says what is wrong with the typing", async () => {
    const code = makeCode();
    expect(await faultOf(() => parseCode(" - "))).toBe("code-empty");
    expect(await faultOf(() => parseCode(`${code.slice(0, 29)}O`))).toBe("code-characters");
    expect(await faultOf(() => parseCode(code.slice(0, 25)))).toBe("code-length");
    expect(await faultOf(() => parseCode(`${code}0`))).toBe("code-length");
  });

  it("notices every wrong digit and every pair of neighbours that changed places", async () => {
    const code = makeCode();
    for (let at = 0; at < 30; at += 1) {
      const wrong = (Number(code[at]) + 1 + (at % 9)) % 10;
      const typed = code.slice(0, at) + wrong + code.slice(at + 1);
      expect(await faultOf(() => parseCode(typed))).toBe("code-check");
    }
    for (let at = 0; at < 29; at += 1) {
      if (code[at] === code[at + 1]) continue;
      const typed = `${code.slice(0, at)}${code[at + 1]}${code[at]}${code.slice(at + 2)}`;
      expect(await faultOf(() => parseCode(typed))).toBe("code-check");
    }
  });

  it("knows its last group when it is typed again", () => {
    const code = parseCode("123456789012345678901234567839");
    expect(isGroup(code, "๖๗๘ 39", 5)).toBe(true);
    expect(isGroup(code, "67830", 5)).toBe(false);
  });

  it("gives other keys for each use", async () => {
    const code = makeCode();
    const lookup = await lookupOf(code);
    expect(lookup).toMatch(/^[0-9a-f]{64}$/);
    expect(lookup).toBe(await lookupOf(code));
    expect(await reporterSeedOf(code)).toHaveLength(32);
  });
});
