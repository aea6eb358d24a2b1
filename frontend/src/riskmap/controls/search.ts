// Search of places, agencies and pin codes.
import { Combobox, type Offer } from "../../shared/combobox";
import { getJson } from "../../shared/fetching";
import type { Hit } from "../types";
import type { Words } from "../words";

type Named = Hit & Offer;

export function searchBox(url: string, label: string, words: Words, chosen: (hit: Hit) => void): HTMLElement {
  const box = new Combobox<Named>({
    label,
    results: (n) => words.searchResults.replace("{n}", String(n)),
    nothing: words.nothingFound,
    ask: async (text) => {
      const { hits } = await getJson<{ hits: Hit[] }>(`${url}?${new URLSearchParams({ q: text })}`);
      return hits.map((hit) => ({ ...hit, kind: hit.kind }));
    },
    choose: chosen,
  });
  return box.element;
}
