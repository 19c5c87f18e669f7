/** What happens to the channel on the page: another organisation is let in or taken out, it is put away and taken out again. */

import { element, redraw } from "./elements.js";
import { announce, showFailure } from "./notices.js";

const FIRST = "change it …";

export class ChannelChanges {
  /** @param {Object} places {label, choice, failures}: elements of the page */
  constructor(session, places) {
    Object.assign(this, places, { session });
    this.choice.addEventListener("change", () => this.change(this.choice.value));
  }

  /** Offered where it can be done: in a channel, by somebody of the organisation whose channel it is. */
  show() {
    const { conversation, view } = this.session;
    const offered = conversation?.kind === "channel" && view?.me && !view.me.outsider;
    this.label.hidden = !offered;
    if (!offered || document.activeElement === this.choice) return;
    const source = [conversation.id, conversation.archived, conversation.organisations];
    redraw(this.choice, source, () => stepsFor(conversation).map(([value, words]) => element("option", { value }, words)));
    this.choice.value = "";
  }

  async change(chosen) {
    if (!chosen) return;
    const { conversation } = this.session;
    const [what, team] = chosen.split(" ");
    const words = this.choice.selectedOptions[0].textContent;
    this.choice.blur();
    const answer = await this.session.act(what, { channel: conversation.id, ...(team ? { team } : {}) });
    this.choice.value = "";
    if (answer.error) showFailure(this.failures, answer);
    else announce(`Done in ${conversation.name}: ${words}`);
    this.show();
  }
}

function stepsFor(conversation) {
  const theirs = conversation.organisations ?? [];
  return [
    ["", FIRST],
    ...theirs.filter((each) => !each.in).map((each) => [`share ${each.team}`, `let ${each.name} in`]),
    ...theirs.filter((each) => each.in).map((each) => [`unshare ${each.team}`, `take ${each.name} out`]),
    conversation.archived ? ["unarchive", "take it out of the archive"] : ["archive", "archive it"],
  ];
}
