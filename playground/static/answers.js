/** Draws what a person types into: lines of text, numbers, addresses, dates and times. */

import { dayInWords } from "./dates.js";
import { element, freshId } from "./elements.js";
import { wordsOf } from "./text.js";

/* These answer the same {node, read, write, focus} as the choices do. */

function tell(source, asked, box) {
  const when = source.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (when.includes("on_character_entered")) box.addEventListener("input", () => asked.act(box, box.value, { quietly: true }));
  if (!when.includes("on_enter_pressed") || !asked.dispatches) return;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    asked.act(box, box.value, { quietly: true });
  });
}

function drawBox(tag, type, source, asked) {
  const box = element(tag, {
    type, rows: tag === "textarea" ? 4 : null, "data-action-id": source.action_id, placeholder: wordsOf(source.placeholder) || null,
    "aria-labelledby": asked.labelId, "aria-describedby": asked.describedBy, "aria-required": asked.required ? "true" : null,
    autocomplete: "off",
  });
  const write = (value) => { box.value = value ?? ""; };
  write(source.initial_value);
  return { node: box, focus: box, read: () => (box.value.trim() === "" ? null : box.value), write };
}

export function drawTextInput(source, asked) {
  const countId = source.max_length ? freshId("count") : null;
  const describedBy = [asked.describedBy, countId].filter(Boolean).join(" ") || null;
  const control = drawBox(source.multiline ? "textarea" : "input", source.multiline ? null : "text", source, { ...asked, describedBy });
  const box = control.node;
  tell(source, asked, box);
  if (!source.max_length) return control;
  const left = element("span", { class: "count", id: countId });
  const count = () => {
    const over = box.value.length - source.max_length;
    left.textContent = over > 0 ? `${over} too many` : `${box.value.length} of ${source.max_length} characters`;
    left.classList.toggle("over", over > 0);
  };
  box.addEventListener("input", count);
  count();
  const write = (value) => { control.write(value); count(); };
  return { ...control, node: element("div", { class: "counted" }, box, left), write };
}

export function drawNumberInput(source, asked) {
  const control = drawBox("input", "text", source, asked);
  control.node.setAttribute("inputmode", source.is_decimal_allowed ? "decimal" : "numeric");
  control.node.classList.add("short");
  tell(source, asked, control.node);
  return control;
}

export function drawEmailInput(source, asked) {
  const control = drawBox("input", "email", source, asked);
  tell(source, asked, control.node);
  return control;
}

function drawPicker(type, initial, source, asked) {
  const control = drawBox("input", type, { ...source, initial_value: initial }, asked);
  control.node.classList.add("short");
  if (!asked.labelId) control.node.setAttribute("aria-label", wordsOf(source.placeholder) || asked.purpose || "Choose");
  control.node.addEventListener("change", () => control.node.value && asked.act(control.node, control.node.value));
  return control;
}

/** The day is also said in words: the browser writes dates after its own custom, and a weekday shows what figures hide. */
export function drawDatePicker(source, asked) {
  const control = drawPicker("date", source.initial_date, source, asked);
  const words = element("span", { class: "quiet", "aria-live": "polite" });
  const tellDay = () => { words.textContent = control.node.value ? dayInWords(new Date(`${control.node.value}T12:00Z`)) : ""; };
  control.node.addEventListener("change", tellDay);
  tellDay();
  const write = (value) => { control.write(value); tellDay(); };
  return { ...control, node: element("div", { class: "dated" }, control.node, words), write };
}

export function drawTimePicker(source, asked) {
  return drawPicker("time", source.initial_time, source, asked);
}
