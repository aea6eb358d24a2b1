// The report. The sealing code is fetched once the page stands still.
import "../styles/tell.css";
import { AgencyQuestion } from "../tell/agency";
import { CategoryChoice } from "../tell/category";
import { Counter } from "../tell/counter";
import { DraftKeeper } from "../tell/draft";
import { Tell } from "../tell/element";
import { QuickExit } from "../tell/exit";
import { FileChoice } from "../tell/files";
import { PlaceQuestion } from "../tell/place";
import { Review } from "../tell/review";

customElements.define("tmac-exit", QuickExit);
customElements.define("tmac-tell", Tell);
customElements.define("tell-agency", AgencyQuestion);
customElements.define("tell-category", CategoryChoice);
customElements.define("tell-counter", Counter);
customElements.define("tell-files", FileChoice);
customElements.define("tell-place", PlaceQuestion);
customElements.define("tell-review", Review);
customElements.define("tell-draft", DraftKeeper);
document.querySelector("tmac-tell")?.addEventListener("photo-place", (event) => {
  const { lat, lon } = (event as CustomEvent<{ lat: number; lon: number }>).detail;
  void document.querySelector<PlaceQuestion>("tell-place")?.take(lon, lat, "photo");
});
