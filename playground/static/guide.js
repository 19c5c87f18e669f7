/** "Start here": a few steps for somebody who has never seen the bot, which they can follow and close. */

import { button, element } from "./elements.js";
import { whileBusy } from "./notices.js";

/* People and channels are found by name; a step whose person is not in this workspace is shown without its button. */
const STEPS = [
  {
    title: "Raise a concern",
    words: "Be Tom, who checks quality for the council. In #alderwick-internal write /concern, say what you saw, choose "
      + "“quality or contract”, and send.",
    person: "Tom Hadley", place: "alderwick-internal",
  },
  {
    title: "Take it on",
    words: "Be Priya, who leads the contract. Handrail has written to her directly. Press the button there. The channel "
      + "shared with the care home still shows nothing.",
    person: "Priya Nair", place: "messages",
  },
  {
    title: "Let time pass",
    words: "Move the clock on, here or at the top. Whatever is due on the way happens: reminders come at the agreed times, "
      + "and what stays unanswered climbs.",
    clock: "working_day",
  },
  {
    title: "See it from the care home",
    words: "Be Joanne, who manages Alderwick House. She has no slash commands, so everything of hers is a button. Try "
      + "“Someone may be at risk” on the pinned message.",
    person: "Joanne Field", place: "alderwick-shared",
  },
  {
    title: "Somebody is in danger",
    words: "Be Dele, her deputy. Press “Someone may be at risk”, write one line, send. The channel shows nothing; be Grace, "
      + "and see how she is asked. Press +15 minutes without an answer, and see who else is.",
    person: "Dele Akande", place: "alderwick-shared",
  },
  {
    title: "Fewer admissions, and somebody else's help",
    words: "Be Priya, write /contract placement in #alderwick-internal and limit admissions: Joanne has it as a letter. Write "
      + "/contract handoffs to pass something on to a health partner; its answer is asked for until it is there.",
    person: "Priya Nair", place: "alderwick-internal",
  },
  {
    title: "Improve something together",
    words: "Be Priya, write /contract improve in #alderwick-internal, and press “Explain why”. Then be Joanne: she reads it, "
      + "says that she received it, and adds a reason of her own. “My open items” says what comes next.",
    person: "Priya Nair", place: "alderwick-internal",
  },
  {
    title: "See how it stands",
    words: "Be Priya again and write /evaluate in #alderwick-internal.",
    person: "Priya Nair", place: "alderwick-internal",
  },
];

const WELCOME = "A care home and its council work together here, with Handrail keeping the promises. Nobody is real and "
  + "nothing leaves this machine.";
const AFTERWARDS = "Then try the switch “Slack is…” at the top: take Slack down, report something, bring it back. Nothing is lost.";

const CLOSED = "handrail-guide-closed";

export class Guide {
  /** @param {Object} places {panel, opener, makeRoom}: where it is shown, the button that brings it back, what to do before it opens */
  constructor(session, places) {
    Object.assign(this, places, { session });
    this.opener.addEventListener("click", () => this.turn(this.panel.hidden));
    const narrow = window.matchMedia("(max-width: 1100px)").matches;
    this.panel.hidden = window.localStorage.getItem(CLOSED) === "yes" || narrow;
    this.opener.setAttribute("aria-expanded", String(!this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.turn(false); });
  }

  turn(open) {
    if (open) this.makeRoom();
    this.panel.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    window.localStorage.setItem(CLOSED, open ? "no" : "yes");
    (open ? this.panel.querySelector("button") : this.opener).focus();
  }

  /** Out of the way for now; somebody who comes back later finds it open again. */
  stepAside() {
    this.panel.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
  }

  show() {
    if (this.panel.childElementCount || !this.session.people.length) return;
    this.panel.append(
      element("div", { class: "panel-head" },
        element("h2", { id: "guide-title" }, "Start here"),
        button("×", () => this.turn(false), { kind: "round", "aria-label": "Close “Start here”", "data-testid": "guide-close" })),
      element("p", {}, WELCOME),
      element("ol", {}, STEPS.map((step) => this.drawStep(step))),
      element("p", { class: "quiet" }, AFTERWARDS));
  }

  drawStep(step) {
    const person = this.session.people.find((each) => each.name === step.person);
    return element("li", {}, element("h3", {}, step.title), element("p", {}, step.words),
      step.clock ? this.drawClock(step.clock) : null,
      person ? button(`Be ${person.name}`, () => this.begin(person, step.place), { "data-testid": `guide-${person.id}` }) : null);
  }

  drawClock(by) {
    const move = () => whileBusy(mover, () => this.session.arrange("clock", { by }));
    const mover = button("Move on one working day", move, { "data-testid": "guide-clock" });
    return mover;
  }

  /** Becomes the person first: where their conversations are is only known once one sees what they see. */
  async begin(person, placeName) {
    this.session.go(null, person.id);
    await this.session.arrive();
    const named = this.session.view?.conversations.find((each) => each.name === placeName)?.id;
    const place = placeName === "messages" ? placeName : named;
    if (place) this.session.go(place);
    if (window.matchMedia("(max-width: 1100px)").matches) this.stepAside();
  }
}
