// The public map: aggregates only, by the same engine.
import "../styles/map.css";
import "../styles/publicmap.css";
import { boot } from "../riskmap/boot";
import { readPage } from "../riskmap/page";

const page = readPage();
if (page) void boot(page);
