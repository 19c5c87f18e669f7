/** The bar at the top: what time it is in the playground, how to move it on, and how well Slack works just now. */

import { inWords } from "./dates.js";
import { button, element } from "./elements.js";
import { announce, showFailure, whileBusy } from "./notices.js";

const STEPS = [
  ["quarter_hour", "+15 minutes"], ["hour", "+1 hour"], ["working_day", "+1 working day"], ["week", "+1 week"],
];

const FAULTS = [
  ["none", "working", null],
  ["down", "down", "Slack is down for the bot. What it owes people is kept, and comes when Slack works again."],
  ["rate_limited", "rate limiting", "Slack tells the bot to wait. Messages come late, none is lost."],
  ["slow", "slow", "Slack answers the bot slowly."],
  ["drop_after_accept", "accepting, then dropping",
    "Slack takes each message, then drops the line without an answer: the bot cannot know whether it was posted."],
  ["server_error", "answering with errors", "Slack answers the bot with errors of its own."],
];

export class Stage {
  /** @param {Object} places {clock, steps, faults, banner, failures}: elements of the page */
  constructor(session, places) {
    Object.assign(this, places, { session, chosen: "none" });
    this.steps.append(...STEPS.map(([by, words]) => {
      const step = button(words, () => this.moveOn(by, step), { "data-testid": `clock-${by}` });
      return step;
    }));
    this.faults.append(...FAULTS.map(([mode, words]) => element("option", { value: mode }, words)));
    this.faults.addEventListener("change", () => this.misbehave(this.faults.value));
  }

  show() {
    const { view } = this.session;
    if (view) {
      this.clock.textContent = inWords(new Date(view.now));
      this.clock.setAttribute("datetime", view.now);
    }
    const mode = view?.faults?.mode ?? this.chosen;
    if (document.activeElement !== this.faults) this.faults.value = mode;
    const words = this.session.reachable
      ? FAULTS.find(([each]) => each === mode)?.[2] ?? ""
      : "The playground does not answer. Is it still running?";
    if (this.banner.textContent !== words) this.banner.textContent = words;
    this.banner.hidden = !words;
  }

  async moveOn(by, step) {
    const others = [...this.steps.children].filter((each) => each !== step);
    others.forEach((each) => { each.disabled = true; });
    this.clock.setAttribute("aria-busy", "true");
    const answer = await whileBusy(step, () => this.session.arrange("clock", { by }));
    this.clock.removeAttribute("aria-busy");
    others.forEach((each) => { each.disabled = false; });
    if (answer.error) showFailure(this.failures, answer);
    else announce(`It is now ${this.clock.textContent}`);
  }

  async misbehave(mode) {
    const answer = await this.session.arrange("faults", { mode });
    if (answer.error) showFailure(this.failures, answer);
    else this.chosen = mode;
    this.show();
  }
}
