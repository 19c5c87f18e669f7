/** The middle of the page: one conversation with its pins, messages and composer, or the bot's home. */

import { Composer } from "./composer.js";
import { element, redraw } from "./elements.js";
import { MessageList, inShort } from "./messages.js";
import { announce, clearFailure } from "./notices.js";
import { drawSurface } from "./surfaces.js";

export class Conversation {
  /** @param {Object} places elements of the page: {title, about, members, pins, list, home, failures, composer: {…}} */
  constructor(session, places) {
    Object.assign(this, places, { session, heard: new Map() });
    this.composer = new Composer(session, { ...places.composer, failures: this.failures });
    this.messages = new MessageList(session, {
      list: this.list, failures: this.failures, reply: (message) => this.composer.replyTo(message),
    });
  }

  show() {
    const { session } = this;
    const { conversation, atHome } = session;
    this.home.hidden = !atHome;
    this.list.hidden = atHome;
    this.composer.form.hidden = atHome || !conversation || conversation.archived === true;
    this.members.hidden = conversation?.kind !== "channel";
    if (atHome) this.showHome();
    else if (conversation) this.showConversation(conversation);
    this.tellWhatIsNew();
  }

  showHome() {
    const { session } = this;
    this.title.textContent = "Handrail: Home";
    this.about.textContent = `Only ${session.view.me.name} sees this page.`;
    this.pins.hidden = true;
    if (this.where !== "home") clearFailure(this.failures);
    this.where = "home";
    redraw(this.home, [session.as, session.view.home], () => (session.view.home
      ? drawSurface(session.view.home.blocks ?? [], { session, container: { type: "home" }, failures: this.failures, answers: new Map() })
      : element("p", { class: "empty" }, "Handrail has not drawn a home page for you.")));
  }

  showConversation(conversation) {
    const shared = conversation.shared_with ?? [];
    this.where = conversation.id;
    this.title.textContent = conversation.kind === "channel" ? `#${conversation.name}` : `${conversation.name}: Messages`;
    this.about.textContent = reach(conversation, shared);
    this.about.classList.toggle("outside", shared.length > 0);
    const members = conversation.members ?? [];
    redraw(this.members.querySelector("summary"), members.length, () => `${members.length} ${members.length === 1 ? "member" : "members"}`);
    redraw(this.members.querySelector("p"), members, () => members.join(", "));
    this.showPins(conversation);
    this.messages.show(conversation);
    this.composer.show(conversation);
  }

  showPins(conversation) {
    const pinned = (conversation.pins ?? []).map((ts) => conversation.messages.find((message) => message.ts === ts)).filter(Boolean);
    this.pins.hidden = !pinned.length;
    redraw(this.pins, pinned, () => pinned.map((message) => element("button", {
      type: "button", class: "pin", "data-testid": "pin", onclick: () => this.goTo(message.ts),
    }, element("span", { class: "tag" }, "Pinned"), element("span", { class: "pin-words" }, inShort(message, this.session.names)))));
  }

  goTo(ts) {
    const row = this.list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    row?.scrollIntoView({ block: "start" });
    row?.focus({ preventScroll: true });
  }

  /** Says what came in since the last look; what was there when one arrived is read, not announced. */
  tellWhatIsNew() {
    const { as, view, place } = this.session;
    const arriving = !this.heard.has(as);
    this.heard.set(as, true);
    for (const conversation of view.conversations) {
      const key = `${as} ${conversation.id}`;
      const all = conversation.messages.flatMap((message) => [message, ...(message.replies ?? [])]);
      const known = this.heard.get(key);
      this.heard.set(key, new Set(all.map((message) => message.ts)));
      const fresh = arriving ? [] : all.filter((message) => !known?.has(message.ts) && message.user !== as);
      if (!fresh.length) continue;
      if (conversation.id === place) fresh.forEach((message) => announce(`${message.name}: ${inShort(message, this.session.names)}`));
      else announce(`${fresh.length} new in ${conversation.name}`);
    }
  }
}

/** Who reads what is written here, in a few words. */
function reach(conversation, shared) {
  if (conversation.archived) return "Archived: nobody can write here any more.";
  if (shared.length) return `Shared: people of ${shared.join(" and ")} read everything here.`;
  if (conversation.kind !== "channel") return "Between you and the bot.";
  return conversation.private ? "Private: only the people in it can see it." : "Inside the organisation.";
}
