/** Puts the page together: one session, and the pieces that draw it. */

import { ChannelChanges } from "./channel.js";
import { Conversation } from "./conversation.js";
import { Guide } from "./guide.js";
import { Inspector } from "./inspector.js";
import { ModalStack } from "./modal.js";
import { clearFailure } from "./notices.js";
import { Session } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { Stage } from "./stage.js";

const the = (id) => document.getElementById(id);

const session = new Session(show);
const failures = the("failures");
const sidebar = new Sidebar(session, { who: the("who"), list: the("places") });
const stage = new Stage(session, {
  clock: the("clock"), steps: the("clock-steps"), faults: the("faults"), banner: the("banner"), failures,
});
const channelChanges = new ChannelChanges(session, { label: the("channel-label"), choice: the("channel-change"), failures });
const conversation = new Conversation(session, {
  title: the("title"), about: the("about"), members: the("members"), pins: the("pins"), list: the("messages"), home: the("home"), failures,
  composer: {
    form: the("composer"), box: the("say"), list: the("offers"), plus: the("plus"), send: the("send"),
    replying: the("replying"), hint: the("hint"),
  },
});
const modals = new ModalStack(session);
const guide = new Guide(session, { panel: the("guide"), opener: the("guide-opener"), makeRoom: () => inspector.stepAside() });
const inspector = new Inspector(session, {
  drawer: the("inspector"), toggle: the("inspector-opener"), close: the("inspector-close"), rows: the("requests"),
  makeRoom: () => guide.stepAside(),
});

let visited = null;
let marked = null;

function show() {
  sidebar.show();
  stage.show();
  channelChanges.show();
  guide.show();
  inspector.show();
  if (!session.view) return;
  document.title = `${session.view.me.name} · Handrail playground`;
  const visit = `${session.as} ${session.place}`;
  if (visit !== visited) arrive(visit);
  conversation.show();
  modals.show(session.view.modals ?? []);
  markRead();
}

/** What stands before somebody's eyes is read. */
function markRead() {
  const { conversation: open, view } = session;
  if (!open || !view.unread?.[open.id] || document.visibilityState !== "visible") return;
  const upTo = `${session.as} ${open.id} ${view.unread[open.id]} ${open.messages.length}`;
  if (upTo === marked) return;
  marked = upTo;
  session.act("read", { channel: open.id });
}

/** Opening the bot's home or its messages is something that Slack tells the bot about. */
async function arrive(visit) {
  visited = visit;
  turnDrawer(false);
  clearFailure(failures);
  if (session.atHome) await session.act("home");
  if (session.place === "messages" || session.conversation?.kind === "direct") await openMessages();
}

async function openMessages() {
  await session.act("messages_tab");
  const direct = session.view?.conversations.find((each) => each.kind !== "channel");
  if (session.place === "messages" && direct) session.go(direct.id);
}

function turnDrawer(open) {
  document.body.classList.toggle("drawer-open", open);
  the("drawer-opener").setAttribute("aria-expanded", String(open));
}

the("drawer-opener").addEventListener("click", () => {
  turnDrawer(!document.body.classList.contains("drawer-open"));
  if (document.body.classList.contains("drawer-open")) the("who").querySelector("button")?.focus();
});
the("sidebar").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("drawer-open")) return;
  turnDrawer(false);
  the("drawer-opener").focus();
});
the("veil").addEventListener("click", () => turnDrawer(false));
document.addEventListener("visibilitychange", () => { if (session.view) markRead(); });
the("stage-opener").addEventListener("click", () => {
  const open = the("stage").classList.toggle("open");
  document.addEventListener("visibilitychange", () => { if (session.view) markRead(); });
the("stage-opener").setAttribute("aria-expanded", String(open));
});

await session.open();
