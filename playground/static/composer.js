/** Where a person writes: messages, replies, slash commands with their completion, and global shortcuts behind the plus. */

import { button, element } from "./elements.js";
import { openMenu } from "./menu.js";
import { announce, clearFailure, showFailure, whileBusy } from "./notices.js";

const NO_COMMANDS = "Slash commands belong to the organisation that installed Handrail. You are here as a guest of theirs, and in Slack "
  + "you would have none either. Use the buttons on the pinned message, or write @Handrail.";

export class Composer {
  /** @param {Object} places {form, box, list, plus, send, replying, hint, failures}: elements of the page */
  constructor(session, places) {
    Object.assign(this, places, { session, offers: [], picked: 0, thread: null });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("input", () => { this.grow(); this.offer(); });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    this.plus.addEventListener("click", () => openMenu(this.plus, this.shortcuts()));
  }

  show(conversation) {
    const where = `${this.session.as} ${conversation.id}`;
    if (where !== this.where) { this.clear(); clearFailure(this.failures); }
    this.where = where;
    this.conversation = conversation;
    const name = conversation.kind === "channel" ? `#${conversation.name}` : conversation.name;
    this.box.placeholder = this.thread ? `Reply to ${this.thread.name}` : `Write to ${name}`;
    this.box.setAttribute("aria-label", this.box.placeholder);
    const offered = this.session.view.me.can_command ? "Type / for commands, @" : "Type @";
    this.hint.textContent = `${offered} to mention. Enter sends, Shift and Enter starts a new line.`;
  }

  replyTo(message) {
    this.thread = message;
    this.replying.replaceChildren(
      element("span", {}, `Replying in the thread of ${message.name}`),
      button("Not in a thread", () => this.leaveThread(), { kind: "link" }));
    this.show(this.conversation);
    this.box.focus();
  }

  leaveThread() {
    this.thread = null;
    this.replying.replaceChildren();
    this.show(this.conversation);
    this.box.focus();
  }

  clear() {
    this.box.value = "";
    this.thread = null;
    this.replying.replaceChildren();
    this.grow();
    this.close();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 180)}px`;
  }

  /** What could be meant by what stands in the box so far. */
  offer() {
    const command = /^\/\S*$/.exec(this.box.value)?.[0];
    const mention = /(?:^|\s)@([\p{L}\p{N}]*(?: [\p{L}\p{N}]*)?)$/u.exec(this.box.value)?.[1];
    const before = this.offers.length;
    this.picked = 0;
    this.propose(command, mention);
    const count = this.offers.filter((offer) => offer.text).length;
    if (count && count !== before) announce(`${count} ${count === 1 ? "suggestion" : "suggestions"}, arrow keys to choose`);
    else if (this.offers.length && !before) announce(`${this.offers[0].words}. ${this.offers[0].note}`);
  }

  propose(command, mention) {
    if (command !== undefined) return this.open(this.commandsLike(command));
    if (mention !== undefined) return this.open(this.peopleLike(mention));
    return this.close();
  }

  commandsLike(begun) {
    const { me, commands } = this.session.view;
    if (!me.can_command) return [{ words: "You have no slash commands here", note: NO_COMMANDS }];
    return (commands ?? []).filter(({ command }) => command.startsWith(begun.toLowerCase())).map((each) => ({
      words: each.command, mark: each.usage_hint, note: each.description,
      testid: `command-${each.command.slice(1)}`, text: `${each.command} `,
    }));
  }

  peopleLike(begun) {
    const found = [...this.session.names.known.values()].filter((name) => name.toLowerCase().startsWith(begun.toLowerCase()));
    return [...new Set(found)].slice(0, 6).map((name) => ({
      words: `@${name}`, text: `${this.box.value.replace(/@[^@]*$/, "")}@${name} `,
    }));
  }

  open(offers) {
    this.offers = offers;
    this.list.hidden = !offers.length;
    this.list.replaceChildren(...offers.map((offer, index) => element("li", {
      id: `offer-${index}`, role: "option", "data-testid": offer.testid,
      "aria-selected": String(index === this.picked && Boolean(offer.text)),
      "aria-disabled": offer.text ? null : "true", onpointerdown: (event) => { event.preventDefault(); this.take(offer); },
    }, element("span", { class: "menu-words" }, offer.words, offer.mark ? element("span", { class: "quiet" }, offer.mark) : null),
    offer.note ? element("span", { class: "menu-note" }, offer.note) : null)));
    if (offers.length) this.box.setAttribute("aria-activedescendant", `offer-${this.picked}`);
    this.list.children[this.picked]?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.offers = [];
    this.list.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  take(offer) {
    if (!offer?.text) return;
    this.box.value = offer.text;
    this.close();
    this.box.focus();
  }

  key(event) {
    if (event.isComposing) return;
    const choosing = this.offers.some((offer) => offer.text);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (choosing && step) {
      event.preventDefault();
      this.picked = (this.picked + step + this.offers.length) % this.offers.length;
      this.open(this.offers);
    } else if (event.key === "Escape" && this.offers.length) {
      event.preventDefault();
      this.close();
    } else if (choosing && (event.key === "Enter" || event.key === "Tab") && !this.isWhole(this.offers[this.picked])) {
      event.preventDefault();
      this.take(this.offers[this.picked]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  /** A command that is already written out needs no completing: Enter sends it. */
  isWhole(offer) { return offer?.text.trim() === this.box.value.trim(); }

  async submit() {
    const text = this.box.value.trim();
    if (!text || this.send.getAttribute("aria-busy") === "true") return;
    clearFailure(this.failures);
    this.close();
    const slash = /^(\/\S+)\s*(.*)$/s.exec(text);
    if (slash && this.thread) {
      const shown = `${slash[1]} does not work in threads. Write it in the conversation itself.`;
      showFailure(this.failures, { error: "not_in_thread", shown });
      return;
    }
    const answer = await whileBusy(this.send, () => (slash
      ? this.session.act("command", { channel: this.conversation.id, command: slash[1], text: slash[2] })
      : this.session.act("say", { channel: this.conversation.id, text, ...(this.thread ? { thread_ts: this.thread.thread } : {}) })));
    if (answer.ok) this.clear();
    else showFailure(this.failures, answer);
  }

  shortcuts() {
    const { me, shortcuts } = this.session.view;
    const everywhere = (shortcuts ?? []).filter((shortcut) => shortcut.type !== "message");
    if (!me.can_command) return [{ heading: "No shortcuts for you here: they belong to the organisation that installed the bot." }];
    if (!everywhere.length) return [{ heading: "No shortcuts are installed." }];
    return [{ heading: "Shortcuts" }, ...everywhere.map((shortcut) => ({
      words: shortcut.name, note: shortcut.description, testid: `shortcut-${shortcut.callback_id}`,
      choose: async () => {
        const answer = await this.session.act("shortcut", { callback_id: shortcut.callback_id });
        if (!answer.ok) showFailure(this.failures, answer);
      },
    }))];
  }
}
