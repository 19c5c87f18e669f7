/** Draws Slack's text: plain text, and mrkdwn with its marks, mentions, links and dates. */

import { fillDateFormat } from "./dates.js";
import { element } from "./elements.js";

/** Slack escapes three characters and no others; they are decoded once, so "&amp;lt;" is seen as "&lt;". */
export function decoded(text) {
  return text.replace(/&(amp|lt|gt);/g, (_whole, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

/** A text object ({type, text}) or nothing, as nodes. */
export function drawText(textObject, names) {
  if (!textObject) return [];
  return textObject.type === "mrkdwn" ? drawMrkdwn(textObject.text, names) : withLineBreaks(decoded(textObject.text));
}

/** The words of a text object without any marks, for labels and option texts. */
export function wordsOf(textObject) {
  return textObject ? decoded(textObject.text) : "";
}

/** A link that only leads to where links may lead. */
export function drawLink(address, label) {
  if (!/^(https?:|mailto:|tel:)/i.test(address)) return document.createTextNode(label);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

function withLineBreaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [element("br"), line] : [line]));
}

/** mrkdwn as nodes: blocks of code first, then quotes line by line, then marks inside a line. */
export function drawMrkdwn(text, names) {
  return text.split(/```\n?([\s\S]+?)\n?```/).flatMap((piece, index) => {
    if (index % 2) return [element("pre", {}, decoded(piece))];
    return drawLines(index ? piece.replace(/^\n/, "") : piece, names);
  });
}

function drawLines(text, names) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index, lines) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(element("br"));
      else nodes.push((quote = element("blockquote")));
      quote.append(...drawMarks(quoted[1], names));
      return;
    }
    nodes.push(...drawMarks(line, names));
    const nextIsQuote = /^(?:&gt;|>)/.test(lines[index + 1] ?? "");
    if (index < lines.length - 1 && !nextIsQuote) nodes.push(element("br"));
    quote = null;
  });
  return nodes;
}

const MARKS = [
  [/`([^`\n]+)`/, (inside) => element("code", {}, decoded(inside))],
  [/<([^<>\n]+)>/, (inside, names) => drawToken(inside, names)],
  [/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/u, (inside, names) => element("strong", {}, drawMarks(inside, names))],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*[^\s_])_(?![\p{L}\p{N}_])/u, (inside, names) => element("em", {}, drawMarks(inside, names))],
  [/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*[^\s~])~(?![\p{L}\p{N}~])/u, (inside, names) => element("s", {}, drawMarks(inside, names))],
];

function drawMarks(text, names) {
  let first = null;
  for (const [pattern, draw] of MARKS) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { match, draw };
  }
  if (!first) return text ? [decoded(text)] : [];
  const { match, draw } = first;
  return [
    ...drawMarks(text.slice(0, match.index), names),
    draw(match[1], names),
    ...drawMarks(text.slice(match.index + match[0].length), names),
  ];
}

function drawToken(inside, names) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (/^@[UW]/.test(target)) return drawMention(`@${names.person(target.slice(1)) ?? decoded(label ?? "someone")}`);
  if (/^#C/.test(target)) return drawMention(`#${names.channel(target.slice(1)) ?? decoded(label ?? "a private channel")}`);
  if (target.startsWith("!date^")) return drawDate(target, label, names.now);
  if (/^!(here|channel|everyone)$/.test(target)) return drawMention(`@${target.slice(1)}`);
  if (target.startsWith("!subteam^")) return drawMention(decoded(label ?? "@group"));
  if (target.startsWith("!")) return document.createTextNode(decoded(label ?? `<${inside}>`));
  return drawLink(decoded(target), decoded(label ?? target.replace(/^(mailto|tel):/, "")));
}

function drawMention(words) {
  return element("span", { class: "mention" }, words);
}

function drawDate(target, fallback, now) {
  const [, seconds, format, address] = target.split("^");
  const words = fillDateFormat(format ?? "", seconds, now) ?? decoded(fallback ?? "");
  return element("time", {}, address ? drawLink(decoded(address), words) : words);
}
