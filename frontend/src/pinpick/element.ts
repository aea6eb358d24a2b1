import type { Map as MapLibreMap } from "maplibre-gl";
import { openMap, THAILAND, hasWebgl } from "../riskmap/engine";
import { locateButton } from "../riskmap/controls/locate";
import { zoomControl } from "../riskmap/controls/zoom";
import { wordsFor } from "../riskmap/words";
import { make } from "../shared/dom";
import { Combobox } from "../shared/combobox";
import { degrees, locate, type PlaceHit, screenAccuracyM, searchPlaces } from "./place";
import { pickerWords } from "./words";
import { showProvinces, showSubdistricts } from "./ground";

/** The map with the crosshair; see workspace/map/picker.html for its attributes. */
export class PinPicker extends HTMLElement {
  private map: MapLibreMap | null = null;
  private readonly status = make("p", { class: "picker__status", role: "status" });
  private asked = 0;

  async connectedCallback(): Promise<void> {
    if (this.map) return;
    if (!hasWebgl()) {
      this.classList.add("picker--off"); // the inputs beside it do the same work
      return;
    }
    this.classList.add("picker--on");
    const words = wordsFor(this.language);
    const frame = make("div", { class: "picker__frame" });
    const canvas = make("div", { class: "picker__map" });
    frame.append(canvas, make("span", { class: "picker__cross", "aria-hidden": "true" }));
    this.append(this.searchBox(), frame, this.status);
    this.status.textContent = `${pickerWords(this.language).notYet}. ${pickerWords(this.language).hint}`;
    const map = await openMap(canvas, { language: this.language, words, townsUrl: this.given("towns"), bounds: THAILAND });
    this.map = map;
    await showProvinces(map, this.given("shapes"), this.language);
    const buttons = make("div", { class: "map-corner map-corner--right" }, zoomControl(map, words));
    buttons.append(this.hereButton());
    frame.append(buttons);
    this.start(map);
    map.on("moveend", (event: { originalEvent?: unknown; chosen?: boolean }) => {
      if (event.originalEvent || event.chosen) this.take();
    });
    map.once("idle", () => (document.body.dataset["map"] = "idle"));
  }

  disconnectedCallback(): void {
    this.map?.remove();
    this.map = null;
  }

  private get language(): string {
    return this.given("language");
  }

  private given(name: string): string {
    return this.dataset[name] ?? "";
  }

  private input(name: "lat" | "lon" | "accuracy"): HTMLInputElement | null {
    return document.getElementById(this.given(name)) as HTMLInputElement | null;
  }

  private searchBox(): HTMLElement {
    const words = pickerWords(this.language);
    const box = new Combobox<PlaceHit>({
      label: words.search,
      results: (n) => words.results.replace("{n}", String(n)),
      nothing: words.nothing,
      ask: (text) => searchPlaces(this.given("searchUrl"), text),
      choose: (hit) => this.go(hit.lon, hit.lat, hit.zoom),
    });
    return box.element;
  }

  private hereButton(): HTMLElement {
    const words = { ...wordsFor(this.language), locate: pickerWords(this.language).here };
    const say = (message: string) => (this.status.textContent = message);
    return locateButton(words, (lon, lat) => this.go(lon, lat, 16), say);
  }

  /** Opens on the values of the inputs, else on the given home. */
  private start(map: MapLibreMap): void {
    const [lon, lat] = [this.input("lon")?.value, this.input("lat")?.value];
    if (lon && lat && Number(lon) && Number(lat)) {
      map.jumpTo({ center: [Number(lon), Number(lat)], zoom: 15 });
      void this.tell(Number(lon), Number(lat));
    } else if (this.given("home")) {
      const [homeLon, homeLat, zoom] = this.given("home").split(",").map(Number);
      map.jumpTo({ center: [homeLon ?? 101, homeLat ?? 13.4], zoom: zoom ?? 9 });
    }
    for (const name of ["lat", "lon"] as const) {
      this.input(name)?.addEventListener("change", () => this.follow());
    }
  }

  private follow(): void {
    const [lon, lat] = [Number(this.input("lon")?.value), Number(this.input("lat")?.value)];
    if (!this.map || !lon || !lat || Math.abs(lat) > 85) return;
    this.map.jumpTo({ center: [lon, lat], zoom: Math.max(this.map.getZoom(), 13) });
    void this.tell(lon, lat);
  }

  private go(lon: number, lat: number, zoom: number): void {
    this.map?.jumpTo({ center: [lon, lat], zoom }, { chosen: true });
  }

  /** Writes the middle of the map into the inputs. */
  private take(): void {
    const map = this.map;
    if (!map) return;
    const { lng, lat } = map.getCenter();
    this.write("lon", degrees(lng));
    this.write("lat", degrees(lat));
    this.write("accuracy", String(screenAccuracyM(lat, map.getZoom())));
    void this.tell(lng, lat);
  }

  private write(name: "lat" | "lon" | "accuracy", value: string): void {
    const input = this.input(name);
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private async tell(lon: number, lat: number): Promise<void> {
    const words = pickerWords(this.language);
    this.asked += 1;
    const mine = this.asked;
    this.status.textContent = words.asking;
    const found = await locate(this.given("locateUrl"), lon, lat).catch(() => null);
    if (mine !== this.asked) return;
    if (!found) this.status.textContent = words.failed;
    else if ("message" in found) this.status.textContent = found.message;
    else {
      const text = found.distance_m > 0 ? words.near.replace("{m}", String(found.distance_m)) : words.found;
      const note = found.is_approximate ? ` ${words.approximate}` : "";
      this.status.textContent = text.replace("{name}", found.name) + note;
      if (this.map) void showSubdistricts(this.map, this.given("shapes"), found, this.language);
    }
    this.classList.toggle("picker--refused", Boolean(found && "message" in found));
    this.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { lon, lat, found } }));
  }
}
