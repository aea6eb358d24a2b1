// The answers of the form as the three parts of a report: plain facts, sealed content, identity.
import type { Content, Facts, Identity } from "../vault/reporter";

export interface Answers {
  facts: Facts;
  content: Content;
  identity: Identity | null;
}

export function readAnswers(form: HTMLFormElement, language: string): Answers {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? "").trim();
  return {
    facts: facts(data, text),
    content: content(text, language),
    identity: identity(text),
  };
}

type Text = (name: string) => string;

function facts(data: FormData, text: Text): Facts {
  const [year, month] = [text("year"), text("month")];
  return {
    kind: text("kind") || "TIP",
    province: text("province"),
    district: text("district"),
    subdistrict: text("subdistrict"),
    category: text("category"),
    agency_kind: text("agency_kind"),
    ...(text("agency_id") ? { agency_id: Number(text("agency_id")) } : {}),
    amount_band: text("amount_band") || "UNKNOWN",
    month: year && month ? `${year}-${month}` : "",
    ongoing: text("ongoing") || "UNKNOWN",
    stoppable: text("stoppable") || "UNKNOWN",
    how_known: text("how_known"),
    protection: data.getAll("protection").map(String),
    urgent: data.has("urgent"),
    route: text("route") || "PROVINCE",
    about_office: data.has("about_office"),
  } as unknown as Facts;
}

const number = (text: string): number | null => (text === "" ? null : Number(text));

function content(text: Text, language: string): Content {
  const typed = [text("place"), isMatched(text) ? "" : text("area")].filter(Boolean).join("\n");
  return {
    v: 1,
    kind: text("kind") || "TIP",
    text: text("text"),
    where: {
      text: typed,
      lat: number(text("lat")),
      lon: number(text("lon")),
      accuracy_m: number(text("accuracy")),
      source: text("source") || (typed ? "typed" : "none"),
    },
    when: when(text),
    ongoing_text: "",
    stop_text: text("stop_text"),
    who: who(text),
    how_known_text: text("how_known_text"),
    project_no: text("project_no"),
    told_elsewhere: text("told_elsewhere"),
    protection: { text: text("protection_text") },
    contact_given: false,
    files: [],
    language,
  } as Content;
}

/** Whether the typed name became a code, which says the same. */
const isMatched = (text: Text): boolean => Boolean(text("district") || text("subdistrict"));

/** A year without its month is no fact, but worth reading. */
function when(text: Text): string {
  const year = text("year") && !text("month") ? text("year") : "";
  return [year, text("when")].filter(Boolean).join("\n");
}

/** A typed office that is in no list is read by the team only. */
function who(text: Text): string {
  const office = text("agency_id") ? "" : text("agency");
  return [office, text("who")].filter(Boolean).join("\n");
}

function identity(text: Text): Identity | null {
  const given: Identity = {
    v: 1,
    name: text("name"),
    phone: text("phone"),
    email: text("email"),
    line: text("line"),
    other: text("other"),
  };
  const isEmpty = ![given.name, given.phone, given.email, given.line, given.other].some(Boolean);
  return isEmpty ? null : given;
}
