import { describe, expect, it } from "vitest";
import { isEnough, strengthOf } from "./strength";

describe("the unlock phrase", () => {
  it("says how many characters are missing", () => {
    expect(strengthOf("ปลาทู", "somsri")).toEqual({ level: "short", left: 9 });
  });

  it.each(["aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "12121212121212"])("refuses %s, which is one thing over and over", (text) => {
    expect(strengthOf(text, "")).toEqual({ level: "same" });
  });

  it("refuses the user name", () => {
    expect(isEnough(strengthOf("Somsri-is-my-name-1", "somsri"))).toBe(false);
  });

  it("likes several words that do not belong together", () => {
    expect(strengthOf("กล้วยหอม บันได ทะเล ดาวเทียม", "somsri").level).toBe("strong");
    expect(strengthOf("กล้วยหอมบันไดทะเล", "somsri").level).toBe("fair");
  });
});
