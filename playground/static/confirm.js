/** Asks "are you sure?" in the words that the bot sent along with a button. */

import { button, element, freshId } from "./elements.js";
import { keepFocusInside } from "./dialogs.js";
import { drawText, wordsOf } from "./text.js";

/** Answers true when the person agrees, false when they think better of it or press Escape. */
export function confirmed(question, names) {
  return new Promise((answer) => {
    const titleId = freshId("confirm");
    const textId = freshId("confirm-text");
    const asked = document.activeElement;
    const decide = (yes) => { dialog.close(); dialog.remove(); asked?.focus(); answer(yes); };
    const dialog = element("dialog", {
      class: "sheet small", "aria-labelledby": titleId, "aria-describedby": textId, "data-testid": "confirm",
      oncancel: (event) => { event.preventDefault(); decide(false); },
    },
    element("h2", { id: titleId }, wordsOf(question.title)),
    element("div", { class: "sheet-body as-typed", id: textId }, drawText(question.text, names)),
    element("div", { class: "sheet-foot" },
      button(wordsOf(question.deny) || "Cancel", () => decide(false), { "data-testid": "confirm-deny" }),
      button(wordsOf(question.confirm) || "Yes", () => decide(true), {
        kind: question.style === "danger" ? "danger" : "primary", "data-testid": "confirm-agree",
      })));
    document.body.append(dialog);
    keepFocusInside(dialog);
    dialog.showModal();
  });
}
