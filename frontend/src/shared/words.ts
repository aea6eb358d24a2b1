// The words that scripts put on the page. Thai is the first language; both must be complete.
export interface Words {
  close: string;
  offline: string;
  failed: string;
}

const th: Words = {
  close: "ปิด",
  offline: "ติดต่อระบบไม่ได้ กรุณาตรวจสัญญาณอินเทอร์เน็ตแล้วลองอีกครั้ง สิ่งที่กรอกไว้ยังอยู่",
  failed: "ระบบทำรายการนี้ไม่สำเร็จ กรุณาลองอีกครั้ง",
};

const en: Words = {
  close: "Close",
  offline: "The system cannot be reached. Check the connection and try again; what you typed is still here.",
  failed: "This did not work. Please try again.",
};

/** The record for the language of the page. */
export function words(): Words {
  return document.documentElement.lang.startsWith("en") ? en : th;
}
