// Starts the map of a page after the page itself has painted.
import type { Page } from "./page";
import { wordsFor } from "./words";
import { make } from "../shared/dom";

/** A friendly sentence and the way to the same information where no map can be drawn. */
export function withoutMap(page: Page, message: string): void {
  const { urls, language } = page.config;
  const box = make("div", { class: "map-fallback" }, make("p", {}, message));
  if (urls.list) {
    const link = make("a", { class: "button", href: urls.list + location.search });
    box.append(Object.assign(link, { textContent: wordsFor(language).showList }));
  }
  page.canvas.replaceChildren(box);
  document.body.dataset["map"] = "missing";
}

export async function boot(page: Page): Promise<void> {
  const words = wordsFor(page.config.language);
  const { hasWebgl, openMap } = await import("./engine");
  if (!hasWebgl()) return withoutMap(page, words.noWebgl);
  page.say(words.loading);
  try {
    const [{ RiskMap }, { addButtons }, map] = await Promise.all([
      import("./app"),
      import("./buttons"),
      openMap(page.canvas, { language: page.config.language, words, townsUrl: page.config.urls.towns }),
    ]);
    const riskMap = new RiskMap(map, page);
    page.say("");
    addButtons(riskMap);
    await riskMap.start();
  } catch (fault) {
    console.error(fault);
    withoutMap(page, words.failed);
  }
}
