// The words of the check of a receipt.
const th = {
  unreadable: "ไฟล์นี้อ่านไม่ได้ หรือไม่ใช่ใบรับ",
  keyGood: "ใบรับลงลายมือชื่อด้วยกุญแจของระบบนี้จริง",
  keyBad: "ใบรับไม่ได้ลงลายมือชื่อด้วยกุญแจของระบบนี้ หรือถูกแก้ไข",
  filed: "เรื่องนี้ส่งเมื่อ {day} เป็นใบรับลำดับที่ {position}",
  listed: "ใบรับนี้อยู่ในรายการสาธารณะ ภายใต้ยอดที่ลงลายมือชื่อ ({size} ใบ)",
  notListed: "ใบรับนี้ไม่อยู่ในรายการสาธารณะที่ได้รับมา กรุณาเก็บใบรับไว้และแจ้งเรา",
  notYet: "ยังไม่มียอดที่ลงลายมือชื่อหลังใบรับนี้ ระบบลงทุกชั่วโมง กรุณาตรวจอีกครั้งภายหลัง",
  offline: "ติดต่อระบบไม่ได้ จึงยังตรวจไม่ครบ กรุณาลองใหม่",
};
type ReceiptWords = typeof th;
const en: ReceiptWords = {
  unreadable: "This file cannot be read, or is no receipt.",
  keyGood: "The receipt is signed by a key of this system.",
  keyBad: "The receipt is not signed by a key of this system, or was altered.",
  filed: "The report was filed on {day}; it is receipt number {position}.",
  listed: "The receipt is in the public list, under a signed head ({size} receipts).",
  notListed: "The receipt is not in the public list that was received. Keep it and tell us.",
  notYet: "No head has been signed after this receipt yet; one is made every hour. Try again later.",
  offline: "The system cannot be reached, so the check is not complete. Please try again.",
};
export const receiptWords = (): ReceiptWords => (document.documentElement.lang.startsWith("en") ? en : th);
