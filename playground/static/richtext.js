/** Draws rich_text blocks: paragraphs, lists, quotes and code whose words carry their style as data. */

import { element } from "./elements.js";
import { fillDateFormat } from "./dates.js";
import { drawLink } from "./text.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

const WORDS = {
  text: (piece) => document.createTextNode(piece.text),
  link: (piece) => drawLink(piece.url, piece.text || piece.url),
  user: (piece, names) => element("span", { class: "mention" }, `@${names.person(piece.user_id) ?? "someone"}`),
  channel: (piece, names) => element("span", { class: "mention" }, `#${names.channel(piece.channel_id) ?? "a private channel"}`),
  broadcast: (piece) => element("span", { class: "mention" }, `@${piece.range}`),
  date: (piece, names) => element("time", {}, fillDateFormat(piece.format, piece.timestamp, names.now) ?? piece.fallback ?? ""),
  emoji: (piece) => document.createTextNode(emojiOf(piece)),
};

function emojiOf(piece) {
  if (!piece.unicode) return `:${piece.name}:`;
  return String.fromCodePoint(...piece.unicode.split("-").map((code) => Number.parseInt(code, 16)));
}

function drawPiece(piece, names) {
  const draw = WORDS[piece.type];
  let node = draw ? draw(piece, names) : document.createTextNode(piece.text ?? "");
  for (const [style, tag] of Object.entries(STYLES)) {
    if (piece.style?.[style]) node = element(tag, {}, node);
  }
  return node;
}

const PARTS = {
  rich_text_section: (part, names) => element("p", { class: "as-typed" }, part.elements.map((piece) => drawPiece(piece, names))),
  rich_text_quote: (part, names) => element("blockquote", { class: "as-typed" }, part.elements.map((piece) => drawPiece(piece, names))),
  rich_text_preformatted: (part, names) => element("pre", {}, part.elements.map((piece) => drawPiece(piece, names))),
  rich_text_list: (part, names) => element(
    part.style === "ordered" ? "ol" : "ul",
    { class: `indent-${Math.min(part.indent ?? 0, 4)}`, start: part.style === "ordered" && part.offset ? part.offset + 1 : null },
    part.elements.map((item) => element("li", {}, item.elements.map((piece) => drawPiece(piece, names)))),
  ),
};

export function drawRichText(block, names) {
  return block.elements.map((part) => PARTS[part.type]?.(part, names) ?? element("p", {}, `(unsupported text: ${part.type})`));
}
