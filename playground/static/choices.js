/** Draws what a person may choose from or press: buttons, selects, radio buttons, checkboxes and overflow menus. */

import { element, freshId } from "./elements.js";
import { openMenu } from "./menu.js";
import { drawText, wordsOf } from "./text.js";

/*
 * Every function here takes a Block Kit element and an `asked`: {names, act(node, value), labelId, describedBy, purpose}.
 * It answers {node, read, write, focus}: read gives the answer as the control interface wants it, or null when there is none.
 */

const without = { read: () => null, write: () => {} };

export function drawButton(source, asked) {
  const words = wordsOf(source.text);
  const shape = {
    class: `button ${source.style ?? ""}`, "data-action-id": source.action_id, "aria-label": source.accessibility_label,
  };
  const press = () => asked.act(node, null);
  const node = source.url
    ? element("a", { ...shape, href: source.url, target: "_blank", rel: "noopener noreferrer", onclick: press }, words)
    : element("button", { ...shape, type: "button", onclick: press }, words);
  return { node, focus: node, ...without };
}

export function drawOverflow(source, asked) {
  const entries = source.options.map((option) => ({
    words: wordsOf(option.text), note: wordsOf(option.description), choose: () => asked.act(node, option.value),
  }));
  const node = element("button", {
    type: "button", class: "button round", "aria-label": "More choices", "aria-haspopup": "menu", "aria-expanded": "false",
    "data-action-id": source.action_id, onclick: () => openMenu(node, entries),
  }, "⋯");
  return { node, focus: node, ...without };
}

function optionNode(option) {
  return element("option", { value: option.value, title: wordsOf(option.description) || null }, wordsOf(option.text));
}

export function drawSelect(source, asked) {
  const select = element("select", {
    "data-action-id": source.action_id, "aria-labelledby": asked.labelId, "aria-describedby": asked.describedBy,
    "aria-label": asked.labelId ? null : wordsOf(source.placeholder) || asked.purpose || "Choose",
    onchange: () => select.value && asked.act(select, select.value),
  });
  select.append(element("option", { value: "" }, wordsOf(source.placeholder) || "Choose…"));
  for (const group of source.option_groups ?? []) {
    select.append(element("optgroup", { label: wordsOf(group.label) }, group.options.map(optionNode)));
  }
  select.append(...(source.options ?? []).map(optionNode));
  const write = (value) => { select.value = value ?? ""; };
  write(source.initial_option?.value);
  return { node: select, focus: select, read: () => select.value || null, write };
}

function drawTicks(kind, options, chosen, source, asked, read) {
  const group = freshId("choice");
  const ticks = options.map((option) => {
    const tick = element("input", { type: kind, name: group, value: option.value, onchange: () => asked.act(node, read(ticks)) });
    tick.checked = chosen.includes(option.value);
    return tick;
  });
  const rows = options.map((option, index) => element("label", { class: "tick" }, ticks[index], element("span", {},
    element("span", { class: "tick-words" }, drawText(option.text, asked.names)),
    option.description ? element("span", { class: "tick-note" }, drawText(option.description, asked.names)) : null,
  )));
  const node = element("div", {
    class: "ticks", role: kind === "radio" ? "radiogroup" : "group", "data-action-id": source.action_id,
    "aria-labelledby": asked.labelId, "aria-describedby": asked.describedBy, "aria-label": asked.labelId ? null : asked.purpose,
  }, rows);
  const write = (value) => ticks.forEach((tick) => { tick.checked = [value].flat().includes(tick.value); });
  return { node, focus: ticks[0], read: () => read(ticks), write };
}

const chosenOne = (ticks) => ticks.find((tick) => tick.checked)?.value ?? null;

function chosenMany(ticks) {
  const values = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
  return values.length ? values : null;
}

export function drawRadioButtons(source, asked) {
  return drawTicks("radio", source.options, [source.initial_option?.value], source, asked, chosenOne);
}

/** Where nothing is ticked any more a press still says so, with an empty list. */
export function drawCheckboxes(source, asked) {
  const chosen = (source.initial_options ?? []).map((option) => option.value);
  const told = { ...asked, act: (node, value) => asked.act(node, value ?? []) };
  return drawTicks("checkbox", source.options, chosen, source, told, chosenMany);
}

/** A choice of several is drawn as a list to tick, which needs no held-down key and works under a thumb. */
export function drawMultiSelect(source, asked) {
  const options = source.options ?? source.option_groups.flatMap((group) => group.options);
  const control = drawCheckboxes({ ...source, options }, asked);
  control.node.classList.add("boxed");
  return control;
}

/** Everybody in the workspace, as Slack's own picker offers them: outsiders too, which an app must expect. */
function everybody(names) {
  return names.people.map((person) => ({
    text: { type: "plain_text", text: `${person.name}, ${person.organisation}` }, value: person.id,
  }));
}

export function drawPersonSelect(source, asked) {
  const chosen = source.initial_user ? { value: source.initial_user } : undefined;
  return drawSelect({ ...source, options: everybody(asked.names), initial_option: chosen }, asked);
}

export function drawPeopleSelect(source, asked) {
  const chosen = (source.initial_users ?? []).map((value) => ({ value }));
  return drawMultiSelect({ ...source, options: everybody(asked.names), initial_options: chosen }, asked);
}
