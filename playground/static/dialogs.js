/** What every dialog of the page shares: the Tab key goes round inside it. */

const REACHABLE = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/** The browser keeps a modal dialog's focus off the page behind; this also keeps it from wandering off to the browser's own bars. */
export function keepFocusInside(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll(REACHABLE)].filter((stop) => stop.tabIndex >= 0 && stop.getClientRects().length);
    if (!stops.length) return;
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    const atEdge = document.activeElement === edge || !dialog.contains(document.activeElement) || document.activeElement === dialog;
    if (!atEdge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  });
}
