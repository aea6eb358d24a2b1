// The officers' map: starts once the page is there.
import "../styles/map.css";
import { boot } from "../riskmap/boot";
import { readPage } from "../riskmap/page";

const page = readPage();
if (page) void boot(page);
