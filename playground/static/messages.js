/** Draws the messages of one conversation: days, threads, what only you can see, and the menu on each message. */

import { dayInWords, momentOf, timeInWords } from "./dates.js";
import { arrange, button, element, footprintIn } from "./elements.js";
import { openMenu } from "./menu.js";
import { showFailure } from "./notices.js";
import { drawSurface } from "./surfaces.js";
import { drawMrkdwn, wordsOf } from "./text.js";

const REPLIES_SHOWN = 4;

export class MessageList {
  /** @param {Object} parts {list, failures, reply(message)}: where to draw, where to say what failed, what answers in a thread */
  constructor(session, parts) {
    Object.assign(this, parts, { session });
    this.drawn = new Map();
    this.unfolded = new Set();
    this.atEnd = true;
    this.list.addEventListener("scroll", () => {
      this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    });
    new ResizeObserver(() => { if (this.atEnd) this.list.scrollTop = this.list.scrollHeight; }).observe(this.list);
  }

  /** Draws anew only the messages that changed, so that what is under somebody's fingers stays there. */
  show(conversation) {
    this.conversation = conversation;
    const { atEnd } = this;
    const other = this.conversationId !== `${this.session.as} ${conversation.id}`;
    if (other) this.drawn.clear();
    this.conversationId = `${this.session.as} ${conversation.id}`;
    const rows = [];
    let day = null;
    for (const message of topLevel(conversation.messages)) {
      const today = dayInWords(momentOf(message.ts));
      if (today !== day) rows.push(this.keep(`day ${today}`, today, () => element("li", { class: "day" }, element("span", {}, today))));
      day = today;
      rows.push(this.keep(message.ts + (message.ephemeral ? " ephemeral" : ""), message, () => this.drawMessage(message)));
    }
    if (!rows.length) rows.push(this.keep("empty", "", () => element("li", { class: "empty" }, "Nothing has been said here yet.")));
    const focused = document.activeElement;
    const ts = focused.closest?.("[data-ts]")?.dataset.ts;
    const footprint = footprintIn(this.list);
    arrange(this.list, rows);
    if (ts && !focused.isConnected) this.focusAgain(`[data-ts="${CSS.escape(ts)}"]`, footprint);
    if (other || atEnd) this.toEnd();
  }

  /** After a message was redrawn under somebody's fingers: on the same button if it is still there, else on the message. */
  focusAgain(message, footprint) {
    const row = this.list.querySelector(message);
    ((footprint && row?.querySelector(footprint)) || row)?.focus({ preventScroll: true });
  }

  /** The end of the conversation, or the beginning of its last message where that is too long to fit. */
  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    const last = this.list.lastElementChild;
    if (last && last.offsetHeight > this.list.clientHeight) last.scrollIntoView({ block: "start" });
  }

  keep(key, source, draw) {
    const fingerprint = JSON.stringify([source, this.unfolded.has(key), this.session.names.known.size]);
    const kept = this.drawn.get(key);
    if (kept?.fingerprint === fingerprint) return kept.row;
    const row = draw();
    this.drawn.set(key, { fingerprint, row });
    return row;
  }

  drawMessage(message, { inThread = false } = {}) {
    const author = this.session.people.find((person) => person.id === message.user);
    const from = author?.organisation && author.outsider !== this.session.view.me.outsider ? author.organisation : null;
    const pinned = this.conversation.pins?.includes(message.ts);
    return element("li", {
      class: `message ${message.ephemeral ? "ephemeral" : ""}`, tabindex: "-1", "data-testid": "message", "data-ts": message.ts,
      "data-user": message.user, "aria-label": `${message.name}, ${timeInWords(momentOf(message.ts))}`,
    },
    drawFace(message),
    element("div", { class: "message-body" },
      message.ephemeral ? element("p", { class: "only-you" }, "Only you can see this") : null,
      element("p", { class: "message-head" },
        element("strong", {}, message.name),
        message.bot ? element("span", { class: "tag" }, "bot") : null,
        from ? element("span", { class: "tag outside" }, from) : null,
        element("time", { datetime: message.at }, timeInWords(momentOf(message.ts))),
        message.edited ? element("span", { class: "quiet" }, "(edited)") : null,
        pinned ? element("span", { class: "tag" }, "pinned") : null),
      this.drawContent(message),
      inThread ? null : this.drawReplies(message)),
    message.ephemeral ? null : this.drawMore(message));
  }

  drawContent(message) {
    if (!message.blocks?.length) return element("div", { class: "as-typed" }, drawMrkdwn(message.text ?? "", this.session.names));
    return element("div", { class: "blocks" }, drawSurface(message.blocks, {
      session: this.session, failures: this.failures,
      container: { type: "message", channel: this.conversation.id, ts: message.ts },
    }));
  }

  drawReplies(message) {
    const replies = message.replies ?? [];
    if (!replies.length) return null;
    const folded = replies.length > REPLIES_SHOWN && !this.unfolded.has(message.ts);
    const shown = folded ? replies.slice(-REPLIES_SHOWN + 1) : replies;
    const unfold = () => { this.unfolded.add(message.ts); this.show(this.conversation); };
    return element("div", { class: "thread" },
      element("p", { class: "quiet" }, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
      folded ? button(`Show ${replies.length - shown.length} earlier replies`, unfold, { kind: "link" }) : null,
      element("ol", {}, shown.map((reply) => this.drawMessage(reply, { inThread: true }))));
  }

  drawMore(message) {
    const opener = button("⋯", () => openMenu(opener, this.choicesFor(message)), {
      kind: "round more", "aria-label": `More about the message of ${message.name}`, "aria-haspopup": "menu",
      "aria-expanded": "false", "data-testid": "message-more",
    });
    return opener;
  }

  choicesFor(message) {
    const { me, shortcuts } = this.session.view;
    const thread = message.thread_ts ?? message.ts;
    const offered = (shortcuts ?? []).filter((shortcut) => shortcut.type === "message");
    return [
      { words: "Reply in thread", testid: "reply-in-thread", choose: () => this.reply({ ...message, thread }) },
      ...(me.can_command ? offered.map((shortcut) => ({
        words: shortcut.name, note: shortcut.description, testid: `shortcut-${shortcut.callback_id}`,
        choose: () => this.begin(shortcut, message),
      })) : offered.length ? [{ heading: "No shortcuts here: they belong to the organisation that installed the bot." }] : []),
    ];
  }

  async begin(shortcut, message) {
    const answer = await this.session.act("message_shortcut", {
      callback_id: shortcut.callback_id, channel: this.conversation.id, ts: message.ts,
    });
    if (!answer.ok) showFailure(this.failures, answer);
  }
}

/** Replies come inside the message they answer; one that stands by itself is put there. */
function topLevel(messages) {
  const parents = new Map(messages.filter((each) => !each.thread_ts || each.thread_ts === each.ts).map((each) => [each.ts, each]));
  const strays = messages.filter((each) => !parents.has(each.ts) || parents.get(each.ts) !== each);
  const top = [...parents.values()].map((each) => {
    const own = strays.filter((stray) => stray.thread_ts === each.ts && !each.replies?.some((reply) => reply.ts === stray.ts));
    return { ...each, replies: [...(each.replies ?? []), ...own] };
  });
  const lost = strays.filter((stray) => !parents.has(stray.thread_ts));
  return [...top, ...lost].sort((one, other) => Number(one.ts) - Number(other.ts));
}

export function drawFace({ user = "", name = "?", bot = false }) {
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const shade = [...user].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return element("span", { class: `face ${bot ? "bot" : `shade-${shade}`}`, "aria-hidden": "true" }, initials);
}

/** A message in a few words, for the list of pins and for listeners. */
export function inShort(message, names) {
  const block = message.blocks?.find((each) => each.type === "header" || each.type === "section");
  const text = message.text || wordsOf(block?.text);
  const words = element("span", {}, drawMrkdwn(text, names)).textContent.replace(/\s+/g, " ").trim();
  return words.length > 90 ? `${words.slice(0, 89)}…` : words;
}
