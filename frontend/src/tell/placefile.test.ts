import { describe, expect, it } from "vitest";
import { areaOf, exactly, matches, nearest, type PlaceFile } from "./placefile";

const file: PlaceFile = {
  province: "74",
  name_th: "สมุทรสาคร",
  name_en: "Samut Sakhon",
  is_approximate: true,
  areas: [
    ["7401", "เมืองสมุทรสาคร", "Mueang Samut Sakhon", 100.27, 13.54],
    ["7402", "กระทุ่มแบน", "Krathum Baen", 100.26, 13.65],
    ["740101", "มหาชัย", "Maha Chai", 100.27, 13.55],
    ["740105", "บางหญ้าแพรก", "Bang Ya Phraek", 100.25, 13.52],
    ["740203", "คลองมะเดื่อ", "Khlong Maduea", 100.27, 13.63],
    ["740209", "ท่าเสา", "Tha Sao", 100.29, 13.6],
    ["740306", "ท่าเสา", "Tha Sao", 100.1, 13.6],
  ],
};

describe("a typed place", () => {
  it("is found by its beginning, with or without its word, in both languages", () => {
    for (const typed of ["บางหญ้า", "ต.บางหญ้าแพรก", "ตำบล บางหญ้าแพรก", "bang ya", "BANGYA"]) {
      expect(matches(file, typed, "th")[0]?.code).toBe("740105");
    }
  });

  it("is written as an address of the language", () => {
    expect(areaOf(file, "740105", "th")?.label).toBe("ต.บางหญ้าแพรก อ.เมืองสมุทรสาคร");
    expect(areaOf(file, "740105", "en")?.label).toBe("Bang Ya Phraek, Mueang Samut Sakhon");
    expect(areaOf(file, "7402", "th")?.label).toBe("อ.กระทุ่มแบน");
  });

  it("is taken at once only when it leaves no doubt", () => {
    expect(exactly(file, "มหาชัย", "th")?.code).toBe("740101");
    expect(exactly(file, "ท่าเสา", "th")).toBeNull();
    expect(exactly(file, "ท่า", "th")).toBeNull();
    expect(exactly(file, "", "th")).toBeNull();
  });

  it("that is nowhere gives nothing", () => {
    expect(matches(file, "ปารีส", "th")).toEqual([]);
  });
});

it("a point without boundaries falls to the nearest subdistrict, never to a district", () => {
  expect(nearest(file, 100.271, 13.541)?.code).toBe("740101");
});
