// The second press of a double click lands where the page has moved to meanwhile: on a link of the
// footer, say, which would lead away from the report that is being sent. The way out stays open.
const A_MOMENT_MS = 500;

/** Returns what ends it sooner: whatever is shown next may be pressed at once. */
export function passOverSecondPress(): () => void {
  const stop = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("tmac-exit")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", stop, true);
  const end = (): void => document.removeEventListener("click", stop, true);
  window.setTimeout(end, A_MOMENT_MS);
  return end;
}
