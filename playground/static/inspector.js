/** The drawer for the curious: what passed between Slack and the bot, how fast it was answered, never what was typed. */

import { element } from "./elements.js";
import { dayInWords, timeInWords } from "./dates.js";

export class Inspector {
  /** @param {Object} places {drawer, toggle, close, rows, makeRoom}: elements of the page, and what to do before the drawer opens */
  constructor(session, places) {
    Object.assign(this, places, { session });
    this.toggle.addEventListener("click", () => this.turn(this.drawer.hidden));
    this.close.addEventListener("click", () => this.turn(false));
    this.drawer.addEventListener("keydown", (event) => { if (event.key === "Escape") this.turn(false); });
  }

  turn(open) {
    if (open) this.makeRoom();
    this.stepAside(!open);
    (open ? this.close : this.toggle).focus();
    if (open) this.show();
  }

  stepAside(aside = true) {
    this.drawer.hidden = aside;
    this.toggle.setAttribute("aria-expanded", String(!aside));
  }

  async show() {
    if (this.drawer.hidden) return;
    const answer = await this.session.inspect();
    const entries = Array.isArray(answer) ? answer : [];
    this.rows.replaceChildren(...entries.map(drawEntry));
    if (!entries.length) this.rows.append(element("tr", {}, element("td", { colspan: "4" }, "Nothing has passed yet.")));
  }
}

const DIRECTIONS = { to_bot: "to the bot:", from_bot: "by the bot:" };

function drawEntry(entry) {
  const at = new Date(entry.at);
  const again = entry.attempt ? ` (try ${entry.attempt + 1})` : "";
  return element("tr", { class: entry.ok ? null : "failed" },
    element("td", {}, element("time", { datetime: entry.at, title: dayInWords(at) }, timeInWords(at))),
    element("td", {}, DIRECTIONS[entry.direction] ?? "", " ", element("strong", {}, entry.what), again),
    element("td", { class: "number" }, `${Math.round(entry.ms)} ms`),
    element("td", {}, entry.ok ? "answered" : entry.error ?? "failed"));
}
