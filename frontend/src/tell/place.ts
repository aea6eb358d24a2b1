import { make } from "../shared/dom";
import type { Combobox } from "../shared/combobox";
import { comboOver } from "./comboinput";
import type { CrosshairOptions } from "./crosshair";
import { devicePosition, locate } from "./locating";
import { type Area, areaOf, exactly, matches, placesOf, type PlaceFile } from "./placefile";
import { fill, tellWords } from "./words";

/** The place of a report: typed, from the device, from a photo or from the map; always correctable. */
export class PlaceQuestion extends HTMLElement {
  private readonly words = tellWords().place;
  private box: Combobox<Area> | null = null;
  private asked = 0;

  connectedCallback(): void {
    if (this.box) return;
    this.box = this.searchBox();
    this.piece("tools").hidden = false;
    this.province.addEventListener("change", () => void this.follow());
    this.addEventListener("click", this.clicked);
    void this.follow();
  }

  /** Looks at the fields anew, after a draft has filled them. */
  refresh(): void {
    if (this.box) this.box.input.value = this.field("area").value;
    void this.follow(true);
  }

  /** A position from elsewhere (device, map, photo), which stays sealed; its area is found here. */
  async take(lon: number, lat: number, source: string, accuracyM?: number): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    this.say(this.words.asking);
    const code = await locate(this.given("shapes"), this.given("places"), lon, lat).catch(() => null);
    if (mine !== this.asked) return;
    if (code === null) return this.say(this.words.failed);
    if (code === "") return this.say(this.words.outside);
    this.set("lon", lon.toFixed(6));
    this.set("lat", lat.toFixed(6));
    this.set("accuracy", accuracyM === undefined ? "" : String(Math.round(accuracyM)));
    this.set("source", source);
    this.province.value = code.slice(0, 2);
    await this.settle(code);
  }

  private searchBox(): Combobox<Area> {
    const box = comboOver<Area>(this.field("area"), {
      label: this.words.search,
      results: (n) => fill(this.words.results, { n }),
      nothing: this.words.nothing,
      ask: (text) => this.offered(text),
      choose: (area) => void this.settle(area.code),
    });
    box.input.addEventListener("input", () => this.typed(box.input.value));
    box.input.addEventListener("change", () => void this.match());
    return box;
  }

  private given(name: string): string {
    return this.dataset[name] ?? "";
  }

  private get language(): string {
    return document.documentElement.lang.startsWith("en") ? "en" : "th";
  }

  private get province(): HTMLSelectElement {
    return this.querySelector("select[name=province]") as HTMLSelectElement;
  }

  private field(name: string): HTMLInputElement {
    return this.querySelector(`[name="${name}"]`) as HTMLInputElement;
  }

  private piece(name: string): HTMLElement {
    return this.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }

  private set(name: string, value: string): void {
    const field = this.field(name);
    if (field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private async offered(text: string): Promise<Area[]> {
    if (this.province.value) return matches(await this.file(), text, this.language);
    this.say(this.words.chooseProvince);
    return [];
  }

  private file(): Promise<PlaceFile> {
    return placesOf(this.given("places"), this.province.value);
  }

  private say(sentence: string, ...more: Node[]): void {
    this.piece("match").replaceChildren(sentence, ...more);
  }

  private typed(text: string): void {
    this.set("area", text);
    this.set("district", "");
    this.set("subdistrict", "");
  }

  /** Another province: a code of the old one is gone; what was typed is looked up in the new one. */
  private async follow(keepsCodes = false): Promise<void> {
    const code = this.field("subdistrict").value || this.field("district").value;
    if (!this.province.value) return this.say("");
    if (code && (keepsCodes || code.startsWith(this.province.value))) return this.settle(code);
    this.typed(this.field("area").value);
    await this.match();
  }

  private async match(): Promise<void> {
    const typed = this.field("area").value.trim();
    if (!this.province.value || this.field("district").value) return;
    if (!typed) return this.settle(this.province.value);
    const file = await this.file().catch(() => null);
    if (!file) return;
    const area = exactly(file, typed, this.language);
    if (area) return this.settle(area.code);
    const several = matches(file, typed, this.language, 2).length > 0;
    this.say(several ? this.words.several : fill(this.words.unknown, { text: typed }));
  }

  /** The codes that go out in clear, and how they are told. */
  private async settle(code: string): Promise<void> {
    const file = await this.file().catch(() => null);
    if (!file) return;
    const area = areaOf(file, code, this.language);
    this.set("district", code.slice(0, 4).length === 4 ? code.slice(0, 4) : "");
    this.set("subdistrict", code.length === 6 ? code : "");
    if (area) this.show(area.label);
    const province = this.language === "en" ? file.name_en : file.name_th;
    const whole = this.language === "en" ? `${area?.label}, ${province}` : `${area?.label} จ.${province}`;
    const { matched, provinceOnly, approximate } = this.words;
    const told = area ? fill(matched, { name: whole }) : fill(provinceOnly, { name: province });
    const rough = file.is_approximate && this.field("lat").value ? ` · ${approximate}` : "";
    this.say(told + rough, ...this.keptPosition());
  }

  private show(text: string): void {
    this.set("area", text);
    if (this.box) this.box.input.value = text;
  }

  private keptPosition(): Node[] {
    if (!this.field("lat").value) return [];
    const forget = make("button", { type: "button", class: "button button--quiet" }, this.words.forget);
    forget.addEventListener("click", () => {
      for (const name of ["lat", "lon", "accuracy", "source"]) this.set(name, "");
      void this.settle(this.field("subdistrict").value || this.field("district").value || this.province.value);
    });
    return [make("span", { class: "place__kept" }, this.words.kept, forget)];
  }

  private clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act]") : null;
    if (button?.dataset["act"] === "here") void this.here(button as HTMLButtonElement);
    if (button?.dataset["act"] === "map") void this.openMap();
  };

  private async here(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    this.say(this.words.asking);
    const found = await devicePosition();
    button.disabled = false;
    if (found) await this.take(found.lon, found.lat, "gps", found.accuracyM);
    else this.say(this.words.refused);
  }

  private async openMap(): Promise<void> {
    const frame = this.piece("map");
    if (frame.firstChild) return void (frame.hidden = !frame.hidden);
    const file = this.province.value ? await this.file().catch(() => null) : null;
    const area = file && {
      province: file.province, subdistrict: this.field("subdistrict").value, is_approximate: file.is_approximate,
    };
    const isDrawn = await showMap(frame, {
      language: this.language,
      shapes: this.given("shapes"),
      towns: this.given("towns"),
      start: [Number(this.field("lon").value), Number(this.field("lat").value)],
      area,
      take: (lon, lat, accuracyM) => void this.take(lon, lat, "map", accuracyM),
    });
    if (!isDrawn) this.say(this.words.noMap);
  }
}

/** The map is a large piece of code, so it comes only when it is wanted. */
async function showMap(frame: HTMLElement, options: CrosshairOptions): Promise<boolean> {
  const take: CrosshairOptions["take"] = (...where) => {
    frame.hidden = true;
    options.take(...where);
  };
  frame.hidden = false;
  const opening = import("./crosshair").then(({ openCrosshair }) => openCrosshair(frame, { ...options, take }));
  const isDrawn = await opening.catch(() => false);
  if (!isDrawn) {
    frame.replaceChildren();
    frame.hidden = true;
  }
  return isDrawn;
}
