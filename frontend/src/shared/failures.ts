import { say } from "../elements/toast";
import { words } from "./words";

/** Partial loads that never reached the server, or broke there, are said aloud. */
export function tellFailures(): void {
  document.addEventListener("htmx:sendError", () => say(words().offline, "error"));
  document.addEventListener("htmx:timeout", () => say(words().offline, "error"));
  document.addEventListener("htmx:swapError", () => say(words().failed, "error"));
}
