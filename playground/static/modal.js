/** The bot's forms: a stack of dialogs, the topmost in use, each keeping what was typed while the bot redraws it. */

import { arrange, button, element, freshId } from "./elements.js";
import { keepFocusInside } from "./dialogs.js";
import { announce, clearFailure, showFailure, whileBusy } from "./notices.js";
import { drawSurface } from "./surfaces.js";
import { wordsOf } from "./text.js";

export class ModalStack {
  constructor(session) {
    this.session = session;
    this.forms = [];
  }

  /** Brings the dialogs into line with what the person has open. */
  show(modals) {
    const open = new Set(modals.map((modal) => modal.view_id));
    this.forms.filter((form) => !open.has(form.viewId)).reverse().forEach((form) => form.remove());
    this.forms = this.forms.filter((form) => open.has(form.viewId));
    for (const modal of modals) {
      let form = this.forms.find((each) => each.viewId === modal.view_id);
      if (!form) this.forms.push((form = new Form(this.session, modal.view_id)));
      form.show(modal);
    }
  }
}

class Form {
  constructor(session, viewId) {
    this.session = session;
    this.viewId = viewId;
    this.answers = new Map();
    this.refused = {};
    this.titleId = freshId("form");
    this.returnTo = document.activeElement;
    this.body = element("div", { class: "sheet-body" });
    this.failures = element("div", { class: "sheet-failures" });
    this.head = element("div", { class: "sheet-head" });
    this.foot = element("div", { class: "sheet-foot" });
    this.form = element("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.head, this.failures, this.body, this.foot);
    this.dialog = element("dialog", {
      class: "sheet", "aria-labelledby": this.titleId, "data-testid": "modal", "data-view-id": viewId,
      oncancel: (event) => { event.preventDefault(); this.close(); },
      onclose: () => { if (!this.gone) this.dialog.showModal(); },
    }, this.form);
    this.body.addEventListener("focusin", (event) => { this.lastBlock = event.target.closest("[data-block-id]")?.dataset.blockId; });
    keepFocusInside(this.dialog);
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  show({ view, errors, answers }) {
    const fingerprint = JSON.stringify(view);
    if (fingerprint !== this.shown) {
      this.shown = fingerprint;
      this.drawEdges(view);
      this.drawBody(view, answers ?? {});
    }
    this.showErrors(Object.keys(errors ?? {}).length ? errors : this.refused);
  }

  /**
   * A block that did not change keeps its very element, caret and all. In one that did, Slack keeps what was typed where
   * the question keeps its block_id and action_id; `remembered` is what was typed before the page was loaded anew.
   */
  drawBody(view, remembered) {
    const before = this.drawn ?? new Map();
    this.drawn = new Map(view.blocks.map((block, index) => {
      const key = block.block_id ?? `block ${index}`;
      const fingerprint = JSON.stringify(block);
      const kept = before.get(key);
      return [key, kept?.fingerprint === fingerprint ? kept : { fingerprint, ...this.drawBlock(block, kept?.answers, remembered) }];
    }));
    this.answers = new Map([...this.drawn.values()].flatMap(({ answers }) => [...answers]));
    arrange(this.body, [...this.drawn.values()].map(({ node }) => node));
    this.focusOn(this.lastBlock);
  }

  drawBlock(block, typedBefore, remembered) {
    const answers = new Map();
    const [node] = drawSurface([block], {
      session: this.session, container: { type: "view", view_id: this.viewId }, failures: this.failures,
      answers, typed: () => this.read(),
    });
    for (const [key, control] of answers) {
      const told = remembered[block.block_id]?.[control.source.action_id];
      if (typedBefore?.has(key)) control.write(typedBefore.get(key).read());
      else if (told !== undefined) control.write(told);
    }
    return { node, answers };
  }

  focusOn(blockId) {
    if (this.body.contains(document.activeElement)) return;
    const controls = [...this.answers.values()].filter((each) => each.focus);
    const control = controls.find((each) => each.block.block_id === blockId) ?? controls[0];
    const chosen = control?.node.querySelector?.("input:checked");
    (chosen ?? control?.focus ?? this.body.querySelector("button") ?? this.foot.querySelector("button"))?.focus();
  }

  drawEdges(view) {
    const close = () => this.close();
    const title = wordsOf(view.title) || "Form";
    this.head.replaceChildren(
      element("h2", { id: this.titleId, "data-testid": "modal-title" }, title),
      button("×", close, { kind: "round", "aria-label": `Close “${title}”` }));
    this.foot.replaceChildren(
      button(wordsOf(view.close) || (view.submit ? "Cancel" : "Close"), close, { "data-testid": "modal-close" }));
    if (!view.submit) return;
    this.send = element("button", { type: "submit", class: "button primary", "data-testid": "submit" }, wordsOf(view.submit));
    this.foot.append(this.send);
  }

  /** Every answer as it stands, as {block_id: {action_id: value}}; one left or made empty is said to be so. */
  read() {
    const values = {};
    for (const { block, source, read } of this.answers.values()) {
      (values[block.block_id] ??= {})[source.action_id] = read() ?? "";
    }
    return values;
  }

  async submit() {
    clearFailure(this.failures);
    this.refused = {};
    this.showErrors({});
    const answer = await whileBusy(this.send, () => this.session.act("submit", { view_id: this.viewId, values: this.read() }));
    if (Object.keys(answer.errors ?? {}).length) {
      this.refused = answer.errors;
      this.showErrors(answer.errors);
      this.focusFirstError();
    } else if (!answer.ok) showFailure(this.failures, answer);
  }

  showErrors(errors) {
    for (const { block, focus, node } of this.answers.values()) {
      const place = this.body.querySelector(`[data-testid="error-${CSS.escape(block.block_id)}"]`);
      if (!place || !focus) continue;
      const words = errors[block.block_id] ?? "";
      if (place.textContent === words) continue;
      place.textContent = words;
      place.hidden = !words;
      for (const each of new Set([focus, node])) {
        if (words) each.setAttribute("aria-invalid", "true"); else each.removeAttribute("aria-invalid");
      }
    }
  }

  focusFirstError() {
    const first = [...this.answers.values()].find(({ block }) => this.refused[block.block_id]);
    const count = Object.keys(this.refused).length;
    announce(`Not sent. ${count === 1 ? "One answer needs" : `${count} answers need`} another look.`);
    first?.focus?.focus();
    first?.node.scrollIntoView({ block: "center" });
  }

  async close() {
    const answer = await this.session.act("close", { view_id: this.viewId });
    if (!answer.ok) showFailure(this.failures, answer);
  }

  remove() {
    this.gone = true;
    this.dialog.close();
    this.dialog.remove();
    (this.returnTo?.isConnected ? this.returnTo : document.getElementById("conversation")).focus();
  }
}
