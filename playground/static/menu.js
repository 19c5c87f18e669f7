/** A small menu under a button, walked with the arrow keys and closed with Escape. */

import { element } from "./elements.js";

let open = null;

/**
 * @param {HTMLElement} button what the menu hangs from; focus goes back to it
 * @param {Object[]} entries {words, note, testid, choose} or {heading}; `current` marks the one that is in force
 * @param {string} label what the menu is for, where the button itself does not say
 */
export function openMenu(button, entries, label = button.getAttribute("aria-label")) {
  if (open?.button === button) { closeMenu(); return; }
  closeMenu();
  const menu = element("div", { class: "menu", role: "menu", "aria-label": label });
  menu.append(...entries.map(drawEntry));
  menu.addEventListener("keydown", walk);
  (button.closest("dialog, nav, main, header, aside") ?? document.body).append(menu);
  place(menu, button);
  button.setAttribute("aria-expanded", "true");
  open = { button, menu };
  (menu.querySelector("[aria-checked=true]") ?? items(menu)[0])?.focus();
  document.addEventListener("pointerdown", closeWhenOutside, true);
}

export function closeMenu({ refocus = false } = {}) {
  if (!open) return;
  const { button, menu } = open;
  open = null;
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", closeWhenOutside, true);
  if (refocus) button.focus();
}

function drawEntry(entry) {
  if (entry.heading) return element("p", { class: "menu-heading", role: "presentation" }, entry.heading);
  const choose = () => { closeMenu({ refocus: true }); entry.choose(); };
  return element("button", {
    type: "button", role: entry.current === undefined ? "menuitem" : "menuitemradio", tabindex: "-1", "data-testid": entry.testid,
    "aria-checked": entry.current === undefined ? null : String(entry.current), onclick: choose,
  }, element("span", { class: "menu-words" }, entry.words, entry.mark ? element("span", { class: "tag" }, entry.mark) : null),
  entry.note ? element("span", { class: "menu-note" }, entry.note) : null);
}

function items(menu) {
  return [...menu.querySelectorAll("button")];
}

function walk(event) {
  const all = items(open.menu);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu({ refocus: true });
  }
}

function closeWhenOutside(event) {
  if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) closeMenu();
}

/** Under the button where there is room, else above it, and never over the edge of the window. */
function place(menu, button) {
  const from = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = from.bottom + size.height + 8 < window.innerHeight;
  const top = below ? from.bottom + 4 : Math.max(8, from.top - size.height - 4);
  menu.style.top = `${top}px`;
  menu.style.maxHeight = `${window.innerHeight - top - 8}px`;
  menu.style.left = `${Math.max(8, Math.min(from.left, window.innerWidth - size.width - 8))}px`;
}
