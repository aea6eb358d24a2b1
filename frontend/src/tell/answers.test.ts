import { describe, expect, it } from "vitest";
import { readAnswers } from "./answers";

function form(values: Record<string, string | string[]>): HTMLFormElement {
  const element = document.createElement("form");
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) {
      const input = document.createElement("input");
      input.name = name;
      input.value = one;
      element.append(input);
    }
  }
  return element;
}

describe("the answers of the form", () => {
  it("say nothing in clear that was not chosen", () => {
    const { facts, content, identity } = readAnswers(form({ province: "74", text: "เรื่อง" }), "th");
    expect(facts).toEqual({
      kind: "TIP", province: "74", district: "", subdistrict: "", category: "", agency_kind: "",
      amount_band: "UNKNOWN", month: "", ongoing: "UNKNOWN", stoppable: "UNKNOWN", how_known: "",
      protection: [], urgent: false, route: "PROVINCE", about_office: false,
    });
    expect(content.text).toBe("เรื่อง");
    expect(content.where.source).toBe("none");
    expect(identity).toBeNull();
  });

  it("keep a typed place sealed unless it became a code", () => {
    const typed = { province: "74", area: "ซอยลับ", place: "ข้างวัด" };
    expect(readAnswers(form(typed), "th").content.where.text).toBe("ข้างวัด\nซอยลับ");
    const matched = readAnswers(form({ ...typed, district: "7401", subdistrict: "740101" }), "th");
    expect(matched.content.where.text).toBe("ข้างวัด");
    expect(matched.facts.subdistrict).toBe("740101");
  });

  it("keep an office that is in no list sealed, and name one from the list", () => {
    const free = readAnswers(form({ agency: "เทศบาลสมมุติ", who: "นายช่าง" }), "th");
    expect(free.content.who).toBe("เทศบาลสมมุติ\nนายช่าง");
    expect("agency_id" in free.facts).toBe(false);
    const listed = readAnswers(form({ agency: "อบต. คลองทดสอบ", agency_id: "17", who: "นายช่าง" }), "th");
    expect(listed.facts.agency_id).toBe(17);
    expect(listed.content.who).toBe("นายช่าง");
  });

  it("give a month only with its year, and a lone year as words", () => {
    expect(readAnswers(form({ year: "2026", month: "03" }), "th").facts.month).toBe("2026-03");
    const lone = readAnswers(form({ year: "2026", month: "" }), "th");
    expect([lone.facts.month, lone.content.when]).toEqual(["", "2026"]);
  });

  it("never put the person's name into what the unit reads", () => {
    const { content, identity } = readAnswers(form({ name: "สมชาย", phone: "081", text: "เรื่อง" }), "en");
    expect(JSON.stringify(content)).not.toContain("สมชาย");
    expect(identity).toMatchObject({ name: "สมชาย", phone: "081" });
    expect(content.language).toBe("en");
  });

  it("tell fears, urgency and the position with its source", () => {
    const given = form({ protection: ["FEAR", "THREAT_JOB"], urgent: "on", lat: "13.5", lon: "100.2", accuracy: "25", source: "gps" });
    const { facts, content } = readAnswers(given, "th");
    expect([facts.protection, facts.urgent]).toEqual([["FEAR", "THREAT_JOB"], true]);
    expect(content.where).toMatchObject({ lat: 13.5, lon: 100.2, accuracy_m: 25, source: "gps" });
  });
});
