/** Tells the person what happened: words shown above the composer until they are put away, and words for listeners only. */

import { button, element } from "./elements.js";

/** What Slack's own client shows where something failed, until the person puts it away. */
export function showFailure(place, answer) {
  const words = answer.shown ?? answer.error ?? "That did not work.";
  const notice = element("div", { class: "notice", role: "alert", "data-testid": "failure", "data-error": answer.error },
    element("p", {}, element("strong", {}, "Only you can see this. "), words),
    button("×", () => notice.remove(), { kind: "round", "aria-label": "Put this notice away" }));
  place.replaceChildren(notice);
}

export function clearFailure(place) {
  place.replaceChildren();
}

/** Said once by a screen reader, shown to nobody. */
export function announce(words) {
  const region = document.getElementById("announcer");
  region.append(element("p", {}, words));
  while (region.childElementCount > 4) region.firstElementChild.remove();
}

/**
 * Marks a control as being answered, and lets no button be pressed twice meanwhile. It stays in reach of the keyboard: a
 * button that is switched off altogether would drop the focus, and a dialog that it opens could not give it back.
 */
export async function whileBusy(node, work) {
  const pressed = node.matches("button");
  if (pressed && node.getAttribute("aria-disabled") === "true") return { ok: true };
  node.setAttribute("aria-busy", "true");
  if (pressed) node.setAttribute("aria-disabled", "true");
  try {
    return await work();
  } finally {
    node.removeAttribute("aria-busy");
    node.removeAttribute("aria-disabled");
  }
}
