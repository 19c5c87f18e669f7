/** The left side: who you are, and the places that this person can go to. */

import { element, redraw, unseen } from "./elements.js";
import { openMenu } from "./menu.js";
import { drawFace } from "./messages.js";

export class Sidebar {
  /** @param {Object} places {who, list}: the switch of persons, and the list of places */
  constructor(session, places) {
    Object.assign(this, places, { session });
  }

  show() {
    const { session } = this;
    const { person, view, place } = session;
    redraw(this.who, [person, session.people.length], () => this.drawWho(person));
    if (!view) { this.list.replaceChildren(); return; }
    const looks = view.conversations.map(({ messages: _unseen, members: _others, ...look }) => look);
    redraw(this.list, [looks, view.unread, place, session.as], () => this.drawPlaces());
  }

  drawWho(person) {
    if (!person) return element("p", {}, "Nobody is here yet.");
    const button = element("button", {
      type: "button", class: "who", "data-testid": "person-switch", "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => openMenu(button, this.everybody(), "Choose who to be"),
    },
    drawFace({ user: person.id, name: person.name }),
    element("span", { class: "who-words" },
      element("span", { class: "quiet" }, "You are"), " ", element("strong", {}, person.name), " ",
      element("span", { class: "quiet" }, person.organisation)),
    element("span", { "aria-hidden": "true" }, "▾"), unseen("Change who you are"));
    return [button, element("p", { class: "about" }, standing(person), person.about ?? "")];
  }

  /** Organisations in the order in which their people are listed, the bot's own first. */
  everybody() {
    const { people } = this.session;
    const organisations = [...new Set(people.filter((each) => !each.bot).map((each) => each.organisation))];
    return organisations.flatMap((organisation) => [{ heading: organisation }, ...people
      .filter((each) => each.organisation === organisation && !each.bot)
      .map((each) => ({
        words: each.name, note: each.about, mark: standingWords(each), current: each.id === this.session.as,
        testid: `person-${each.id}`, choose: () => this.session.be(each.id),
      }))]);
  }

  drawPlaces() {
    const { conversations } = this.session.view;
    const channels = conversations.filter((each) => each.kind === "channel");
    const direct = conversations.filter((each) => each.kind !== "channel");
    const bot = this.session.view.app?.name ?? "Handrail";
    const home = { id: "home", name: "Home", sign: "⌂", testid: "home" };
    const unopened = { id: "messages", name: bot };
    const messages = (direct.length ? direct : [unopened]).map((each) => ({
      ...each, sign: "●", words: each.name === bot ? "Messages" : each.name, private: false,
    }));
    return [
      this.drawGroup(`${bot}, the bot`, [home, ...messages]),
      this.drawGroup("Channels", channels.map((each) => ({ ...each, sign: each.private ? "◆" : "#" }))),
    ];
  }

  drawGroup(title, places) {
    const rows = places.map((place) => element("li", {}, this.drawPlace(place)));
    return element("section", {}, element("h2", {}, title), element("ul", {}, rows));
  }

  drawPlace(place) {
    const here = this.session.place === place.id;
    const unread = here ? 0 : this.session.view.unread?.[place.id] ?? 0;
    const shared = place.shared_with?.length ? `shared with ${place.shared_with.join(", ")}` : null;
    return element("a", {
      href: `#as=${this.session.as}&in=${place.id}`, class: unread ? "place unread" : "place", "aria-current": here ? "page" : null,
      "data-testid": place.testid ?? `conversation-${place.name}`,
    },
    element("span", { class: "sign", "aria-hidden": "true" }, place.sign),
    element("span", { class: "place-words" }, place.words ?? place.name,
      place.private ? unseen(" (private)") : null,
      shared ? element("span", { class: "quiet" }, shared) : null),
    unread ? element("span", { class: "unread-count", "data-testid": "unread" }, String(unread), unseen(" unread")) : null);
  }
}

function standingWords(person) {
  if (person.outsider) return "no slash commands";
  return person.guest ? "guest" : null;
}

function standing(person) {
  const words = standingWords(person);
  return words ? [element("span", { class: "tag outside" }, words), " "] : null;
}
