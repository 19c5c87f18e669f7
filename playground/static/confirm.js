/** Asks "are you sure?" in the words that the bot sent along with a button. */

import { element, freshId } from "./elements.js";
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
      element("button", { type: "button", class: "button", "data-testid": "confirm-deny", onclick: () => decide(false) }, wordsOf(question.deny) || "Cancel"),
      element("button", {
        type: "button", class: `button ${question.style === "danger" ? "danger" : "primary"}`, "data-testid": "confirm-agree", onclick: () => decide(true),
      }, wordsOf(question.confirm) || "Yes")));
    document.body.append(dialog);
    keepFocusInside(dialog);
    dialog.showModal();
  });
}
