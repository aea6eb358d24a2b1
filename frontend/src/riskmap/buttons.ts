// The buttons of the map's corner: zoom, search, link, picture.
import { iconButton, lineIcon } from "../shared/dom";
import type { RiskMap } from "./app";
import { mapPicture, save } from "./controls/picture";
import { scaleBar } from "./controls/scale";
import { searchBox } from "./controls/search";
import { zoomControl } from "./controls/zoom";

export function addButtons(riskMap: RiskMap): void {
  const { map, page, words, config } = riskMap;
  page.part("zoom")?.append(zoomControl(map, words));
  page.part("scale")?.append(scaleBar(map, config.language));
  page.part("tools")?.append(pictureButton(riskMap), linkButton(riskMap));
  const search = page.part("search");
  if (search && config.urls.search) {
    const label = search.dataset["label"] ?? "";
    search.append(searchBox(config.urls.search, label, words, (hit) => riskMap.arrive(hit)));
  }
}

function pictureButton(riskMap: RiskMap): HTMLElement {
  const { map, page, words } = riskMap;
  return iconButton(words.export, lineIcon("M12 3v11M8 10.500l4 4 4-4", "M4 15v5h16v-5"), () => {
    if (!riskMap.answer) return;
    const day = new Date().toISOString().slice(0, 10);
    mapPicture(map, riskMap.answer, riskMap.pictureText(), words)
      .then((blob) => save(blob, `tmac-map-${day}.png`))
      .then(() => page.say(words.exported))
      .catch(() => page.say(words.failed));
  });
}

function linkButton({ page, words }: RiskMap): HTMLElement {
  const chain = [
    "M10 14a4 4 0 0 0 6 0l2.500-2.500a4 4 0 0 0-6-6L11 7",
    "M14 10a4 4 0 0 0-6 0l-2.500 2.500a4 4 0 0 0 6 6L13 17",
  ];
  return iconButton(words.copyLink, lineIcon(...chain), () => {
    navigator.clipboard
      .writeText(location.href)
      .then(() => page.say(words.linkCopied))
      .catch(() => page.say(location.href));
  });
}
