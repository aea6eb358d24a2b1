import { describe, expect, it } from "vitest";
import { plainName, shownAs, size } from "./files";
import { contentNodes, dayText, messageNode } from "./show";
import type { Content, Manifest, Message } from "./tipcase";

const MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

function content(changes: Partial<Content> = {}): Content {
  return {
    v: 1,
    kind: "TIP",
    text: MARKUP,
    where: { text: MARKUP, lat: 13.5475, lon: 100.2744, accuracy_m: 20, source: "gps" },
    when: MARKUP,
    ongoing_text: MARKUP,
    stop_text: MARKUP,
    who: MARKUP,
    how_known_text: MARKUP,
    project_no: MARKUP,
    told_elsewhere: MARKUP,
    protection: { text: MARKUP },
    contact_given: true,
    files: [],
    language: "th",
    ...changes,
  } as Content;
}

describe("what a reporter wrote", () => {
  it("never becomes markup, whichever field it stands in", () => {
    const place = document.createElement("div");
    place.append(...contentNodes(content()));
    expect(place.querySelector("img, script")).toBeNull();
    expect(place.textContent?.split("onerror").length).toBe(11);
  });

  it("shows only what was given", () => {
    const bare = content({ when: "", who: "", contact_given: false });
    const place = document.createElement("div");
    place.append(...contentNodes(bare));
    expect(place.textContent).not.toContain("ผู้แจ้งให้ไว้");
    expect(place.textContent).toContain("13.54750, 100.27440");
  });

  it("never becomes markup in a message, nor in the name of its sender", () => {
    const message = { id: "1", direction: "out", day: "2026-11-22", text: MARKUP, by: MARKUP, files: [], readable: true };
    const node = messageNode(message as unknown as Message, dayText(message.day));
    expect(node.querySelector("img, script")).toBeNull();
    expect(node.textContent).toContain("22\u00a0พ.ย.\u00a02569");
  });
});

describe("a file", () => {
  it.each([
    ["image/jpeg", "photo"],
    ["image/svg+xml", "other"],
    ["text/html", "other"],
    ["audio/webm;codecs=opus", "voice"],
    ["application/pdf", "other"],
  ])("of kind %s is shown as %s", (mime, as) => {
    expect(shownAs({ mime } as Manifest)).toBe(as);
  });

  it("keeps a name without folders and without what turns it around", () => {
    expect(plainName("../../etc/passwd")).toBe(".._.._etc_passwd");
    expect(plainName("รูป\u202egpj.exe")).toBe("รูปgpj.exe");
    expect(plainName("")).toBe("file");
  });

  it("says its size in words", () => {
    expect([size(900), size(20480), size(3 * 1024 * 1024)]).toEqual(["900 B", "20 KB", "3.0 MB"]);
  });
});
