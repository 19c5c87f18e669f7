/** Builds page elements. Text always goes in as text: nothing that anybody typed is ever read as markup. */

/**
 * @param {string} tag
 * @param {Object} attributes functions become listeners, false, null and undefined are left out
 * @param {...(Node|string|Array|null|false)} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A button. `kind` says how it looks: primary, danger, round (a sign only) or link. */
export function button(words, onclick, { kind = "", ...attributes } = {}) {
  return element("button", { type: "button", class: `button ${kind}`, onclick, ...attributes }, words);
}

/** Text for people who listen to the page and do not look at it. */
export function unseen(text) {
  return element("span", { class: "unseen" }, text);
}

let issued = 0;

/** An id that no other element of this page has, for tying labels, hints and errors to their answers. */
export function freshId(stem) {
  issued += 1;
  return `${stem}-${issued}`;
}

/** Puts new children in the place of the old ones, only when what they are drawn from has changed. */
export function redraw(place, source, draw) {
  const fingerprint = JSON.stringify(source);
  if (place.dataset.drawnFrom === fingerprint) return false;
  const footprint = footprintIn(place);
  place.dataset.drawnFrom = fingerprint;
  place.replaceChildren(...[draw()].flat(Infinity).filter(Boolean));
  if (footprint) place.querySelector(footprint)?.focus();
  return true;
}

/** How to find again what has the focus in a place, after that place was drawn anew. Null when the focus is elsewhere. */
export function footprintIn(place) {
  const focused = document.activeElement;
  if (!place.contains(focused)) return null;
  const { testid, actionId } = focused.dataset;
  const blockId = focused.closest("[data-block-id]")?.dataset.blockId;
  if (blockId && actionId) return `[data-block-id="${CSS.escape(blockId)}"] [data-action-id="${CSS.escape(actionId)}"]`;
  return testid ? `[data-testid="${CSS.escape(testid)}"]` : null;
}

/** Makes these nodes the children of a place, moving only what is out of place: a node taken out and put back loses its focus. */
export function arrange(place, nodes) {
  const wanted = new Set(nodes);
  [...place.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  nodes.forEach((node, index) => {
    if (place.children[index] !== node) place.insertBefore(node, place.children[index] ?? null);
  });
}
