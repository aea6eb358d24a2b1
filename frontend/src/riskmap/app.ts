// The map of a page: address -> questions to the server -> what is drawn -> address.
import type { Map as MapLibreMap, MapMouseEvent } from "maplibre-gl";
import { getJson, isAbort } from "../shared/fetching";
import { make } from "../shared/dom";
import { AreaLayer, type Bounds } from "./areas";
import { PinCard } from "./controls/card";
import { filterForm, inWords } from "./controls/filters";
import { layerSwitch } from "./controls/layers";
import { legendControl } from "./controls/legend";
import { flyTo, locateButton } from "./controls/locate";
import { periodControl } from "./controls/period";
import { hoverCard, summaryControl } from "./controls/summary";
import { areaTable } from "./controls/table";
import { showReason } from "./controls/reason";
import { trailControl } from "./controls/trail";
import { Readiness } from "./engine";
import type { Page } from "./page";
import { PinLayer } from "./pins";
import { type MapState, namesPlace, readState, showsPins, withPlace, writeState } from "./state";
import type { AreasAnswer, Hit, MapConfig } from "./types";
import { type Words, wordsFor } from "./words";

const CAMERA_PAUSE_MS = 180;

/** Room for what floats over the map: the legend at the left, the period below. */
const framePadding = (width: number) =>
  width < 760
    ? { top: 150, bottom: 170, left: 16, right: 60 }
    : { top: 24, bottom: 116, left: 300, right: 76 };

export class RiskMap {
  readonly config: MapConfig;
  readonly words: Words;
  readonly areas: AreaLayer;
  readonly pins: PinLayer | null;
  state: MapState;
  answer: AreasAnswer | null = null;
  private readonly ready: Readiness;
  private readonly card: PinCard | null;
  private readonly panels: ReturnType<typeof RiskMap.prototype.makePanels>;
  private asking: AbortController | null = null;
  private timer = 0;

  constructor(
    readonly map: MapLibreMap,
    readonly page: Page,
  ) {
    this.config = page.config;
    this.words = wordsFor(this.config.language);
    this.areas = new AreaLayer(map, this.config.urls.shapes, this.config.language);
    this.pins = this.config.urls.pins ? new PinLayer(map, this.config.urls.pins) : null;
    this.card = this.config.urls.card ? new PinCard(this.config.urls.card, this.words) : null;
    this.ready = new Readiness(map);
    this.state = this.fromAddress();
    this.panels = this.makePanels();
    if (this.card) page.root.append(this.card.element);
    this.listen();
  }

  /** First drawing, from the address. */
  async start(): Promise<void> {
    if (this.state.camera) this.jump();
    await this.update(this.state.camera === null);
  }

  private fromAddress(): MapState {
    const state = readState(location.search);
    if (!namesPlace(state.filters) && Object.keys(this.config.home).length > 0) {
      state.filters = withPlace(state.filters, this.config.home);
    }
    return state;
  }

  private makePanels() {
    const { config, words } = this;
    const form = this.page.part("filters") as HTMLFormElement | null;
    const open = (code: string) => this.openArea(code);
    const panels = {
      form,
      filters: form ? filterForm(form, (filters) => this.filter(filters)) : null,
      legend: legendControl(words, Boolean(this.pins), matchMedia("(min-width: 900px)").matches),
      layers: layerSwitch(words, Boolean(this.pins), (choice) => this.change({ ...choice })),
      period: periodControl(config.years, words, (period) => this.period(period)),
      summary: summaryControl(words),
      hover: hoverCard(words),
      table: areaTable(words, open),
      trail: trailControl(words.area, (step) => this.goTo(step.params)),
    };
    panels.legend.element.hidden = true; // until it has something to say: it must not jump
    this.page.part("legend")?.append(panels.legend.element);
    this.page.part("layers")?.append(panels.layers.element);
    this.page.part("period")?.append(panels.period.element);
    this.page.part("summary")?.append(panels.summary.element);
    this.page.part("table")?.replaceChildren(panels.table.element);
    this.page.part("trail")?.append(panels.trail.element);
    this.page.part("locate")?.append(
      locateButton(words, (lon, lat) => flyTo(this.map, lon, lat, 13), this.page.say),
    );
    this.page.root.append(panels.hover.element);
    this.choosers();
    const wide = matchMedia("(min-width: 900px)").matches;
    for (const fold of this.page.root.querySelectorAll("details[data-open-wide]")) {
      (fold as HTMLDetailsElement).open = wide;
    }
    return panels;
  }

  /** Selects of how areas are divided and what they are divided by. */
  private choosers(): void {
    for (const key of ["by", "per"] as const) {
      const select = this.page.part(key) as HTMLSelectElement | null;
      select?.addEventListener("change", () => {
        const place = key === "by" ? { filters: withPlace(this.state.filters, { view: "country" }) } : {};
        this.change({ [key]: select.value, ...place }, key === "by");
      });
    }
  }

  private listen(): void {
    this.map.on("click", (event) => this.click(event));
    this.map.on("mousemove", (event) => this.hover(event));
    this.map.on("mouseout", () => this.panels.hover.hide());
    this.map.on("moveend", () => this.moved());
    window.addEventListener("popstate", () => {
      this.state = this.fromAddress();
      if (this.state.camera) this.jump();
      void this.update(this.state.camera === null);
    });
  }

  // ---- what people do -------------------------------------------------------------------------

  private filter(filters: URLSearchParams): void {
    const next = new URLSearchParams(this.state.filters);
    for (const name of this.panels.filters?.names ?? []) next.delete(name);
    for (const [name, value] of filters) next.append(name, value);
    this.change({ filters: next });
  }

  private period(period: { fy: string; q: string }): void {
    const filters = new URLSearchParams(this.state.filters);
    for (const [name, value] of Object.entries(period)) {
      if (value) filters.set(name, value);
      else filters.delete(name);
    }
    this.change({ filters });
  }

  private click(event: MapMouseEvent): void {
    const pin = this.pins?.at(event.point);
    if (pin) return this.openPins(pin.properties, event);
    this.card?.close();
    const area = this.areas.at(event.point);
    if (area) this.openArea(area.code);
  }

  private openPins(properties: Record<string, unknown>, event: MapMouseEvent): void {
    const ids = properties["ids"] ? (JSON.parse(String(properties["ids"])) as number[]) : [];
    const isDeep = this.map.getZoom() >= 13 || ids.length <= 3;
    if (properties["id"]) void this.card?.open([Number(properties["id"])]);
    else if (ids.length > 0 && isDeep) void this.card?.open(ids);
    else flyTo(this.map, event.lngLat.lng, event.lngLat.lat, this.map.getZoom() + 2);
  }

  openArea(code: string): void {
    const { answer } = this;
    const area = this.areas.count(code);
    if (!answer || !area || area.state === "outside") return;
    const key = { region: "region", province: "province", district: "district", subdistrict: "subdistrict" }[answer.level];
    const value = answer.level === "region" ? `${this.state.by}:${code}` : code;
    const { view: _country, ...above } = answer.trail.at(-1)?.params ?? {};
    this.goTo({ ...above, [key]: value });
  }

  private goTo(params: Record<string, string>): void {
    this.change({ filters: withPlace(this.state.filters, params) }, true);
  }

  arrive(hit: Hit): void {
    if (hit.kind === "place") return this.goTo(hit.params);
    if (hit.lon !== null && hit.lat !== null) flyTo(this.map, hit.lon, hit.lat, hit.zoom);
    if (hit.id !== null) void this.card?.open([hit.id]);
  }

  private hover(event: MapMouseEvent): void {
    const isTouch = (event.originalEvent as PointerEvent).pointerType === "touch";
    const area = isTouch ? undefined : this.areas.at(event.point);
    const onPin = Boolean(this.pins?.at(event.point));
    this.map.getCanvas().classList.toggle("is-pointing", Boolean(area) || onPin);
    this.areas.hover(area?.code ?? "");
    if (area && !onPin && this.answer) {
      const { left, top } = this.page.root.getBoundingClientRect();
      const { clientX, clientY } = event.originalEvent;
      this.panels.hover.show(area, this.answer.legend, clientX - left, clientY - top);
    } else this.panels.hover.hide();
  }

  // ---- state, address, server -----------------------------------------------------------------

  change(part: Partial<MapState>, isNewPlace = false): void {
    this.state = { ...this.state, ...part, ...(isNewPlace ? { camera: null } : {}) };
    history.pushState(null, "", writeState(this.state) || location.pathname);
    void this.update(isNewPlace);
  }

  private moved(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const { lng, lat } = this.map.getCenter();
      this.state.camera = { lon: lng, lat, zoom: this.map.getZoom() };
      history.replaceState(null, "", writeState(this.state));
      void this.ready.during(this.drawPins());
    }, CAMERA_PAUSE_MS);
  }

  private jump(): void {
    const { camera } = this.state;
    if (camera) this.map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
  }

  private async update(isNewPlace: boolean): Promise<void> {
    this.page.say("");
    this.panels.hover.hide();
    this.showState();
    try {
      await this.ready.during(Promise.all([this.drawAreas(isNewPlace), isNewPlace ? null : this.drawPins()]));
    } catch (fault) {
      if (!isAbort(fault)) this.fail();
    }
  }

  private fail(): void {
    this.page.say(this.words.failed);
    document.body.dataset["map"] = "failed";
  }

  private async drawAreas(isNewPlace: boolean): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = new URLSearchParams(this.state.filters);
    query.set("by", this.state.by);
    if (this.state.per) query.set("per", this.state.per);
    const answer = await getJson<AreasAnswer>(`${this.config.urls.areas}?${query}`, this.asking.signal);
    const { bounds } = await this.areas.draw(answer);
    this.answer = answer;
    this.areas.show(this.state.areas);
    this.areas.choose(this.state.filters.get("subdistrict") ?? "");
    this.showAnswer(answer);
    if (isNewPlace && bounds) this.fit(bounds);
  }

  private fit(bounds: Bounds): void {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const padding = framePadding(this.map.getContainer().clientWidth);
    this.map.fitBounds(bounds, { padding, animate: !isStill, duration: 500, maxZoom: 13 });
  }

  private async drawPins(): Promise<void> {
    if (!this.pins) return;
    if (!showsPins(this.state)) return this.pins.clear();
    await this.pins.refresh(this.state.filters);
  }

  private showState(): void {
    const { filters, areas } = this.state;
    const pins = showsPins(this.state);
    this.panels.filters?.set(filters);
    this.panels.layers.set({ areas, pins });
    this.panels.period.set({ fy: filters.get("fy") ?? "", q: filters.get("q") ?? "" });
    const by = this.page.part("by") as HTMLSelectElement | null;
    if (by) by.value = this.state.by;
    const list = this.page.part("list") as HTMLAnchorElement | null;
    if (list && this.config.urls.list) list.href = this.listAddress();
    const badge = this.page.part("filter-count");
    const names = this.panels.filters?.names ?? new Set<string>();
    const count = [...filters.keys()].filter((name) => names.has(name)).length;
    if (badge) badge.textContent = count ? String(count) : "";
  }

  private listAddress(): string {
    const query = new URLSearchParams(this.state.filters);
    query.delete("view");
    return query.size ? `${this.config.urls.list}?${query}` : (this.config.urls.list ?? "");
  }

  private showAnswer(answer: AreasAnswer): void {
    const { legend, summary, table, trail } = this.panels;
    legend.update(answer, showsPins(this.state), this.state.areas);
    legend.element.hidden = false;
    summary.update(answer);
    table.update(answer);
    trail.update(answer.trail);
    showReason(this.page.part("reason"), answer, this.words, (step) => this.goTo(step.params));
    const per = this.page.part("per") as HTMLSelectElement | null;
    if (per) per.value = answer.per;
    const note = this.page.part("notes");
    note?.replaceChildren(...answer.legend.notes.map((text) => make("p", {}, text)));
  }

  /** What the picture says about itself. */
  pictureText() {
    const { form } = this.panels;
    const place = this.answer?.trail.map((step) => step.name).join(" › ") ?? this.words.country;
    const { fy, q } = { fy: this.state.filters.get("fy"), q: this.state.filters.get("q") };
    const period = fy ? [`${this.words.year} ${fy}${q ? ` ${this.words.quarter} ${q}` : ""}`] : [];
    return {
      title: place,
      filters: [...period, ...(form ? inWords(form) : [])],
      disclaimer: this.config.disclaimer,
      attribution: this.config.attribution,
      showAreas: this.state.areas,
      showPins: showsPins(this.state) && Boolean(this.pins),
    };
  }
}
