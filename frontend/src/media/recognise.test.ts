// @vitest-environment node
import { describe, expect, it } from "vitest";
import { recognise, recogniseFile } from "./recognise";
import { heic, jpeg, joined, latin, png, webp } from "./samples";

const zip = (...names: string[]): Uint8Array<ArrayBuffer> =>
  latin(`PK\x03\x04${new Array(26).fill("\0").join("")}[Content_Types].xml${names.join("\0")}`);
const as = (bytes: Uint8Array, name: string): [string, string, string] => {
  const { mime, kind, warning } = recognise(bytes, name);
  return [mime, kind, warning];
};
const OCTETS = "application/octet-stream";

describe("what a file is", () => {
  it.each([
    ["a.jpg", jpeg(), "image/jpeg", "photo"], ["a.png", png(), "image/png", "photo"],
    ["a.webp", webp(), "image/webp", "photo"], ["IMG_1.HEIC", heic(), "image/heic", "photo"],
    ["a.pdf", latin("%PDF-1.7\n1 0 obj"), "application/pdf", "document"],
    ["a.docx", zip("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"],
    ["a.xlsx", zip("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document"],
    ["a.txt", new TextEncoder().encode("สวัสดี"), "text/plain", "document"],
    ["a.csv", latin("a,b\n1,2"), "text/csv", "document"],
    ["a.mp3", latin("ID3\x04"), "audio/mpeg", "voice"], ["a.mp3", latin("\xff\xfb\x90\0"), "audio/mpeg", "voice"],
    ["a.ogg", latin("OggS\0"), "audio/ogg", "voice"], ["a.m4a", latin("\0\0\0\x18ftypM4A \0"), "audio/mp4", "voice"],
    ["a.mp4", latin("\0\0\0\x18ftypmp42\0"), "video/mp4", "other"],
    ["note.webm", latin("\x1a\x45\xdf\xa3 webm A_OPUS"), "audio/webm", "voice"],
    ["film.webm", latin("\x1a\x45\xdf\xa3 webm V_VP8"), "video/webm", "other"],
    ["a", jpeg(), "image/jpeg", "photo"],
  ])("%s is told by its bytes", (name, bytes, mime, kind) => {
    expect(as(bytes, name)).toEqual([mime, kind, ""]);
  });

  it("a name that says something else is told", () => {
    expect(as(png(), "a.jpg")).toEqual(["image/png", "photo", "LIES"]);
    expect(as(latin("%PDF-1.4"), "bill.jpg")[2]).toBe("LIES");
    expect(as(latin("hello"), "photo.jpg")).toEqual(["text/plain", "document", "LIES"]);
    expect(as(jpeg(), "photo\u202egpj.exe.jpg")[2]).toBe("LIES");
  });

  it("pages, drawings and programs are plain bytes with a warning, whatever their name", () => {
    for (const text of ["<!DOCTYPE html>", "  <html>", "<svg xmlns=''>", "\ufeff<?xml version='1.0'?>", "<script>", "<!-- x --><svg>"]) {
      expect(as(new TextEncoder().encode(text), "photo.jpg"), text).toEqual([OCTETS, "other", "ACTIVE"]);
    }
    const wide = Uint8Array.from(joined(latin("\xff\xfe"), latin([..."<html>"].map((sign) => `${sign}\0`).join(""))));
    expect(as(wide, "a.txt")).toEqual([OCTETS, "other", "ACTIVE"]);
    expect(as(latin("plain"), "a.svg")).toEqual([OCTETS, "other", "ACTIVE"]);
    for (const sign of ["MZ\x90\0", "\x7fELF", "#!/bin/sh\n"]) {
      expect(as(latin(sign), "invoice.pdf")).toEqual([OCTETS, "other", "EXECUTABLE"]);
    }
    expect(as(latin("echo off"), "run.bat")).toEqual([OCTETS, "other", "EXECUTABLE"]);
    expect(as(zip("AndroidManifest.xml"), "a.zip")[2]).toBe("EXECUTABLE");
  });

  it("macros, active PDFs and packed files carry a warning", () => {
    expect(as(zip("word/document.xml", "word/vbaProject.bin"), "a.docx")[2]).toBe("MACROS");
    expect(as(latin("\xd0\xcf\x11\xe0 V\0B\0A\0"), "a.doc")[2]).toBe("MACROS");
    expect(as(latin("\xd0\xcf\x11\xe0"), "a.doc")[1]).toBe("document");
    expect(as(latin("%PDF-1.4 /OpenAction /JavaScript"), "a.pdf")[2]).toBe("ACTIVE");
    expect(as(latin("PK\x03\x04 else"), "a.zip")).toEqual(["application/zip", "other", "ARCHIVE"]);
    expect(as(latin("Rar!"), "a.rar")[2]).toBe("ARCHIVE");
  });

  it("nothing and noise are unknown", () => {
    expect(as(new Uint8Array(0), "a.jpg")).toEqual([OCTETS, "other", "UNKNOWN"]);
    expect(as(Uint8Array.of(1, 0, 2, 3), "a.bin")).toEqual([OCTETS, "other", "UNKNOWN"]);
  });

  it("macros that a ZIP names only at its end are seen", async () => {
    const long = new Blob([zip("word/document.xml"), new Uint8Array(200_000), latin("word/vbaProject.bin")]);
    expect((await recogniseFile(long, "a.docx")).warning).toBe("MACROS");
  });
});
