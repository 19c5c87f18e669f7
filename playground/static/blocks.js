/** Draws Block Kit: what the bot sends as blocks becomes headings, paragraphs, buttons and questions. */

import * as answers from "./answers.js";
import * as choices from "./choices.js";
import { element, freshId } from "./elements.js";
import { drawRichText } from "./richtext.js";
import { drawText, wordsOf } from "./text.js";

const ELEMENTS = {
  button: choices.drawButton,
  overflow: choices.drawOverflow,
  static_select: choices.drawSelect,
  multi_static_select: choices.drawMultiSelect,
  users_select: choices.drawPersonSelect,
  multi_users_select: choices.drawPeopleSelect,
  radio_buttons: choices.drawRadioButtons,
  checkboxes: choices.drawCheckboxes,
  plain_text_input: answers.drawTextInput,
  number_input: answers.drawNumberInput,
  email_text_input: answers.drawEmailInput,
  email_input: answers.drawEmailInput,
  datepicker: answers.drawDatePicker,
  timepicker: answers.drawTimePicker,
};

/**
 * @param {Object[]} blocks
 * @param {Object} surface {names, press(block, source, node, value, how), answers}: `answers` is a Map that a form reads
 *   its answers from, or null where nothing is submitted.
 */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const draw = BLOCKS[block.type];
    const node = draw ? draw(block, surface) : unsupported("block", block.type);
    node.classList.add("block", `block-${block.type}`);
    if (block.block_id) node.dataset.blockId = block.block_id;
    return node;
  });
}

function unsupported(what, type) {
  return element("p", { class: "unsupported" }, `(unsupported ${what}: ${type})`);
}

/** One interactive element. Inside an input block it only speaks up at once when the block asks for that. */
function drawElement(source, block, surface, asked = {}) {
  const draw = ELEMENTS[source.type];
  if (!draw) return { node: unsupported("element", source.type), focus: null };
  const speaks = block.type !== "input" || block.dispatch_action === true;
  const act = (node, value, how) => (speaks ? surface.press(block, source, node, value, how) : undefined);
  const control = draw(source, { names: surface.names, dispatches: speaks, ...asked, act });
  if (source.type !== "button" && source.type !== "overflow") {
    surface.answers?.set(`${block.block_id} ${source.action_id}`, { block, source, ...control });
  }
  return control;
}

const BLOCKS = {
  header: (block) => element(`h${Math.min((block.level ?? 1) + 1, 6)}`, {}, wordsOf(block.text)),
  divider: () => element("hr"),
  section: drawSection,
  context: drawContext,
  actions: (block, surface) => element("div", { role: "group", "aria-label": "Actions" },
    block.elements.map((source) => drawElement(source, block, surface).node)),
  input: drawInput,
  image: drawImage,
  rich_text: (block, surface) => element("div", {}, drawRichText(block, surface.names)),
  table: (block, surface) => element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table" },
    element("table", {}, block.rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, drawCell(cell, surface))))))),
};

function drawCell(cell, surface) {
  return cell.type === "rich_text" ? drawRichText(cell, surface.names) : cell.text;
}

function drawSection(block, surface) {
  const textId = freshId("section");
  const fields = (block.fields ?? []).map((field) => element("div", {}, drawText(field, surface.names)));
  const words = element("div", { class: "section-words" },
    block.text ? element("div", { class: "as-typed", id: textId }, drawText(block.text, surface.names)) : null,
    fields.length ? element("div", { class: "fields" }, fields) : null);
  if (!block.accessory) return element("div", {}, words);
  const accessory = block.accessory.type === "image"
    ? drawImage(block.accessory)
    : drawElement(block.accessory, block, surface, { purpose: wordsOf(block.text) }).node;
  const wide = ["radio_buttons", "checkboxes", "multi_static_select"].includes(block.accessory.type);
  return element("div", { class: wide ? "stacked" : "beside" }, words, element("div", { class: "accessory" }, accessory));
}

function drawContext(block, surface) {
  return element("div", {}, block.elements.map((piece) => (
    piece.type === "image" ? drawImage(piece) : element("span", { class: "as-typed" }, drawText(piece, surface.names)))));
}

/** The playground asks nothing of other machines, so a picture kept elsewhere is shown by its description. */
function drawImage(block) {
  const description = element("span", { class: "picture-words" }, `Picture: ${block.alt_text ?? "no description given"}`);
  const picture = element("img", { alt: block.alt_text ?? "", onerror: () => picture.replaceWith(description) });
  const address = block.slack_file?.id ? `/files/${encodeURIComponent(block.slack_file.id)}` : block.image_url;
  const here = address && new URL(address, window.location.href).origin === window.location.origin;
  if (here) picture.src = address;
  const title = block.title ? element("figcaption", {}, wordsOf(block.title)) : null;
  return element("figure", {}, title, here ? picture : description);
}

function drawInput(block, surface) {
  const ids = { label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  const control = drawElement(block.element, block, surface, {
    labelId: ids.label, required: !block.optional, describedBy: block.hint ? `${ids.hint} ${ids.error}` : ids.error,
  });
  if (control.focus && !control.focus.id) control.focus.id = freshId("answer");
  return element("div", { class: "question" },
    element("label", { id: ids.label, for: control.node.matches(".ticks") ? null : control.focus?.id },
      wordsOf(block.label), block.optional ? element("span", { class: "optional" }, " (optional)") : null),
    control.node,
    block.hint ? element("p", { class: "hint", id: ids.hint }, wordsOf(block.hint)) : null,
    element("p", { class: "error", id: ids.error, "data-testid": `error-${block.block_id}`, hidden: true }));
}
