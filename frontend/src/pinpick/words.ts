// The words of the place picker.
const th = {
  search: "ค้นหาตำบล อำเภอ หรือจังหวัด",
  here: "ใช้ตำแหน่งของฉัน",
  hint: "เลื่อนแผนที่ให้เครื่องหมายกลางจออยู่ตรงจุดที่พบความเสี่ยง",
  notYet: "ยังไม่ได้เลือกจุด",
  found: "จุดนี้อยู่ที่ {name}",
  near: "จุดนี้อยู่ห่างจาก {name} ประมาณ {m} เมตร",
  approximate: "(ขอบเขตโดยประมาณ กรุณาตรวจตำบลอีกครั้ง)",
  asking: "กำลังตรวจตำบล…",
  failed: "ตรวจตำบลไม่สำเร็จ จุดยังถูกเก็บไว้ ระบบจะตรวจอีกครั้งเมื่อบันทึก",
  nothing: "ไม่พบสถานที่นี้ ลองพิมพ์เฉพาะชื่อตำบลหรืออำเภอ",
  results: "พบ {n} แห่ง",
  clear: "ล้างจุด",
};
export type PickerWords = typeof th;
const en: PickerWords = {
  search: "Search a subdistrict, district or province",
  here: "Use my position",
  hint: "Move the map until the mark in the middle is where the risk is",
  notYet: "No point chosen yet",
  found: "This point is in {name}",
  near: "This point is about {m} m from {name}",
  approximate: "(boundaries are approximate: please check the subdistrict)",
  asking: "Finding the subdistrict…",
  failed: "The subdistrict could not be found. The point is kept and will be checked when you save.",
  nothing: "No such place. Try the name of the subdistrict or district alone.",
  results: "{n} places",
  clear: "Clear the point",
};
export const pickerWords = (language: string): PickerWords => (language === "en" ? en : th);
