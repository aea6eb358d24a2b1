import type { Combobox } from "../shared/combobox";
import { comboOver } from "./comboinput";
import { getJson } from "../shared/fetching";
import { folded } from "./placefile";
import { fill, tellWords } from "./words";

type Row = [id: number, name: string, kind: string];
interface Office {
  id: number;
  label: string;
  kind: string;
}

/** The office: chosen from the names of the province, matched here, or only typed and then sealed. */
export class AgencyQuestion extends HTMLElement {
  private readonly words = tellWords().agency;
  private kept: { province: string; offices: Promise<Office[]> } | null = null;
  private box: Combobox<Office> | null = null;

  connectedCallback(): void {
    const plain = this.querySelector<HTMLInputElement>("[name=agency]");
    if (!plain || this.box) return;
    const box = comboOver<Office>(plain, {
      label: this.words.search,
      results: (n) => fill(this.words.results, { n }),
      nothing: this.words.nothing,
      ask: (text) => this.matching(text),
      choose: (office) => this.choose(plain, office),
    });
    box.input.addEventListener("input", () => {
      plain.value = box.input.value;
      this.id_.value = "";
    });
    this.box = box;
  }

  refresh(): void {
    if (this.box) this.box.input.value = this.querySelector<HTMLInputElement>("[name=agency]")?.value ?? "";
  }

  private get id_(): HTMLInputElement {
    return this.querySelector("[name=agency_id]") as HTMLInputElement;
  }

  private choose(plain: HTMLInputElement, office: Office): void {
    plain.value = office.label;
    this.id_.value = String(office.id);
    const kind = this.querySelector<HTMLSelectElement>("[name=agency_kind]");
    const isOffered = kind && [...kind.options].some((option) => option.value === office.kind);
    if (kind && isOffered) kind.value = office.kind;
    plain.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private async matching(text: string): Promise<Office[]> {
    const form = this.closest("form");
    const province = String(form ? new FormData(form).get("province") ?? "" : "");
    if (!province) return [];
    if (this.kept?.province !== province) this.kept = { province, offices: this.ask(province) };
    const words = text.split(/\s+/).map(folded).filter(Boolean);
    const offices = await this.kept.offices;
    return offices.filter(({ label }) => words.every((word) => folded(label).includes(word))).slice(0, 8);
  }

  private ask(province: string): Promise<Office[]> {
    const url = (this.dataset["agencies"] ?? "").replace("NAME", province);
    const reading = getJson<{ agencies: Row[] }>(url).then(({ agencies }) =>
      agencies.map(([id, label, kind]) => ({ id, label, kind })));
    reading.catch(() => (this.kept = null));
    return reading;
  }
}
