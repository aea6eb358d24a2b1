import { describe, expect, it } from "vitest";
import { findPersonal, masked, type MaskWords } from "./redact";
import { isCitizenId } from "./redact/numbers";

const WORDS: MaskWords = {
  name: "ชื่อ",
  id: "เลขบัตร",
  phone: "โทร",
  account: "บัญชี",
  plate: "ทะเบียน",
  home: "บ้าน",
  email: "อีเมล",
  line: "ไลน์",
};
const hide = (text: string): string => masked(text, findPersonal(text), WORDS);
const kinds = (text: string): string[] => findPersonal(text).map(({ kind, words }) => `${kind} ${words}`);

describe("names", () => {
  it.each([
    ["นายสมชาย ใจดี รับเงินไป 5,000 บาท", "นาย[ชื่อ] รับเงินไป 5,000 บาท"],
    ["นาย สมชาย ใจดี", "นาย [ชื่อ]"],
    ["เห็นนางสาวอรุณี แสงทองกำลังเซ็นรับ", "เห็นนางสาว[ชื่อ]กำลังเซ็นรับ"],
    ["น.ส.พรทิพย์ มั่นคง, นางมาลี", "น.ส.[ชื่อ], นาง[ชื่อ]"],
    ["ด.ต.วิชัย กล้าหาญ เรียกเก็บเงิน", "ด.ต.[ชื่อ] เรียกเก็บเงิน"],
    ["พ.ต.อ. ประเสริฐ ทองคำ", "พ.ต.อ. [ชื่อ]"],
    ["พ.ต.ท.หญิง สุดา มีสุข", "พ.ต.ท.หญิง [ชื่อ]"],
    ["ร.ต.อ.สมศักดิ์เป็นคนสั่ง", "ร.ต.อ.[ชื่อ]เป็นคนสั่ง"],
    ["ผอ.สมหมาย ดีเลิศ อนุมัติเอง", "ผอ.[ชื่อ] อนุมัติเอง"],
    ["กำนันบุญมีกับผู้ใหญ่บ้านสมบัติ", "กำนัน[ชื่อ]กับผู้ใหญ่บ้าน[ชื่อ]"],
    ["เสี่ยวิรัช เป็นเจ้าของรถ", "เสี่ย[ชื่อ] เป็นเจ้าของรถ"],
    ["เด็กชายธนา ใจงาม", "เด็กชาย[ชื่อ]"],
    ["คนชื่อ วิโรจน์ สืบความ เห็นเหตุการณ์", "คนชื่อ [ชื่อ] เห็นเหตุการณ์"],
    ["ว่าที่ร้อยตรีอนุชา สายทอง", "ว่าที่ร้อยตรี[ชื่อ]"],
    ["Mr. John Smith paid", "Mr. [ชื่อ] paid"],
  ])("hides the name in %s", (text, without) => {
    expect(hide(text)).toBe(without);
  });

  it("hides a given name again where it stands without a title", () => {
    expect(hide("นายสมชาย ใจดี มารับเงิน แล้วสมชาย กลับไป")).not.toContain("สมชาย");
  });

  it("hides a name that is broken by a character nobody sees", () => {
    expect(hide("นายสม\u200bชาย ใจดี")).toBe("นาย[ชื่อ]");
  });

  it.each([
    "นายก อบต. เป็นผู้ลงนามสัญญา",
    "นายกเทศมนตรีอนุมัติโครงการ",
    "นายอำเภอไม่ทราบเรื่อง",
    "คุณภาพคอนกรีตต่ำกว่าแบบ",
    "ปลัดเทศบาลเป็นประธานตรวจรับ",
    "ผอ.กองช่างตรวจรับงาน",
    "ขอบคุณเจ้าหน้าที่",
    "ป้ายโครงการไม่มีวงเงิน",
    "ครูใหญ่เก็บค่าแป๊ะเจี๊ยะ",
    "ชื่อโครงการ ก่อสร้างถนน",
    "รับซองที่ร้านกาแฟหน้าวัดใหญ่",
    "พื้นที่เสี่ยงต่อการทุจริต",
    "จ่ายเงินใต้โต๊ะทุกงวด",
    "อ.กระทุ่มแบน จ.สมุทรสาคร",
    "เชื่อว่าฮั้วกัน",
    "รายชื่อกรรมการตรวจรับ",
    "ลงชื่อรับเงินแทน",
  ])("leaves posts and ordinary words alone: %s", (text) => {
    expect(hide(text)).toBe(text);
  });
});

describe("citizen ids", () => {
  it("knows the check digit", () => {
    expect(isCitizenId("1-1017-00230-70-8")).toBe(true);
    expect(isCitizenId("1101700230709")).toBe(false);
  });

  it.each(["1101700230708", "1-1017-00230-70-8", "1 1017 00230 70 8", "๑๑๐๑๗๐๐๒๓๐๗๐๘"])("hides %s", (id) => {
    expect(hide(`เลขบัตร ${id} ครับ`)).toBe("เลขบัตร [เลขบัตร] ครับ");
  });

  it("hides one with a slip of the pen too, and not the number of a company", () => {
    expect(hide("1-1017-00230-70-9")).toBe("[เลขบัตร]");
    expect(hide("นิติบุคคล 0745560001234")).toBe("นิติบุคคล 0745560001234");
  });
});

describe("telephones", () => {
  it.each([
    "081-234-5678",
    "0812345678",
    "08 1234 5678",
    "๐๘๑-๒๓๔-๕๖๗๘",
    "+66 81 234 5678",
    "034-811-222",
    "02-282-3161",
    "08\u200b12345678",
  ])("hides %s", (phone) => {
    expect(hide(`โทร ${phone} ได้`)).toBe("โทร [โทร] ได้");
  });

  it("tells two numbers apart that stand side by side", () => {
    expect(hide("081-234-5678 089-876-5432")).toBe("[โทร] [โทร]");
  });

  it.each(["วงเงิน 1,250,000 บาท", "ปี 2569", "วันที่ 22/11/2569", "โครงการ 69117012345", "ถนนยาว 081 เมตร"])(
    "leaves %s alone",
    (text) => {
      expect(hide(text)).toBe(text);
    },
  );
});

describe("bank accounts, plates, homes, addresses", () => {
  it.each([
    ["บัญชีกรุงไทย 123-4-56789-0", "บัญชีกรุงไทย [บัญชี]"],
    ["โอนเข้าบัญชี 020123456789", "โอนเข้าบัญชี [บัญชี]"],
    ["พร้อมเพย์ 0812345678", "พร้อมเพย์ [โทร]"],
    ["รถกระบะ ทะเบียน กข 1234 สมุทรสาคร", "รถกระบะ ทะเบียน [ทะเบียน] สมุทรสาคร"],
    ["ขับ 1กข 2345 มาส่ง", "ขับ [ทะเบียน] มาส่ง"],
    ["ทะเบียน ๗๐-๑๒๓๔", "ทะเบียน [ทะเบียน]"],
    ["บ้านเลขที่ 12/3 หมู่ 4", "บ้านเลขที่ [บ้าน] หมู่ 4"],
    ["ส่งมาที่ somchai.j@example.com", "ส่งมาที่ [อีเมล]"],
    ["ไลน์ไอดี somchai99", "ไลน์ไอดี [ไลน์]"],
  ])("hides what leads to a person in %s", (text, without) => {
    expect(hide(text)).toBe(without);
  });

  it.each(["ระยะทาง 20 กม 3 เส้น", "งบ 5000 บาท", "ใช้เวลา 2 ชม 30 นาที", "รถ 3 คัน", "เลขที่สัญญา 1234567890"])(
    "leaves %s alone",
    (text) => {
      expect(hide(text)).toBe(text);
    },
  );
});

describe("the suggestion", () => {
  it("names what it hid, in the order of the text", () => {
    expect(kinds("ด.ต.วิชัย กล้าหาญ โทร ๐๘๑-๒๓๔-๕๖๗๘")).toEqual(["name วิชัย กล้าหาญ", "phone ๐๘๑-๒๓๔-๕๖๗๘"]);
  });

  it("leaves what the officer says is nobody's", () => {
    const text = "ลุงทองคำ กับนายดำ";
    const masks = findPersonal(text);
    expect(masked(text, masks, WORDS, new Set(["ทองคำ"]))).toBe("ลุงทองคำ กับนาย[ชื่อ]");
  });

  it("keeps markup as it is, which is text like any other", () => {
    expect(hide("<img src=x onerror=alert(1)> นายดำ")).toBe("<img src=x onerror=alert(1)> นาย[ชื่อ]");
  });

  it("reads a long text in a moment", () => {
    const text = "นายสมชาย ใจดี โทร 081-234-5678 รับเงินจากผู้รับเหมา ".repeat(2000);
    const began = performance.now();
    expect(findPersonal(text)).toHaveLength(4000);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
