// Markdown blocks as data, from an allow-list: paragraphs, headings, lists, code. Whatever else is written stays text.
/** @import {Inline} from "./inline.js" */
import { parseInline } from "./inline.js";

/**
 * @typedef {{type: "paragraph" | "heading", children: Inline[]}} TextBlock
 * @typedef {{type: "code", text: string}} CodeBlock
 * @typedef {{type: "list", ordered: boolean, start: number, items: Block[][]}} ListBlock
 * @typedef {TextBlock | CodeBlock | ListBlock} Block
 */

const FENCE = /^\s{0,3}(```|~~~)/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*?)\s*#*$/;
const ITEM = /^(\s*)([-*+•]|(\d{1,4})[.)])\s+(.*)$/;
const RULE = /^\s{0,3}([-*_])\s*(\1\s*){2,}$/;
const MAX_DEPTH = 4;
const MAX_LENGTH = 40_000;

/** @param {string} source @returns {Block[]} */
export function parseMarkdown(source) {
  return parseLines(source.slice(0, MAX_LENGTH).replace(/\r\n?/g, "\n").split("\n"), 0);
}

/** Text that is still arriving: a marker whose end has not come yet is not shown. @param {string} source */
export function withoutLooseEnds(source) {
  const settled = source.replace(/!?\[([^\]\n]*)(\](\([^)\s]*)?)?$/, "$1").replace(/[*_`~]+$/, "");
  const line = settled.slice(settled.lastIndexOf("\n") + 1);
  if (isOdd(line, /`/g) && !FENCE.test(line)) return `${settled}\``;
  return isOdd(line, /\*\*/g) ? `${settled.trimEnd()}**` : settled;
}

/** @param {string} line @param {RegExp} marker */
function isOdd(line, marker) {
  return (line.match(marker) ?? []).length % 2 === 1;
}

/** @param {string[]} lines @param {number} depth @returns {Block[]} */
function parseLines(lines, depth) {
  /** @type {Block[]} */
  const blocks = [];
  for (let at = 0; at < lines.length; ) {
    const [block, next] = parseBlock(lines, at, depth);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

/** @param {string[]} lines @param {number} at @param {number} depth @returns {[Block | null, number]} */
function parseBlock(lines, at, depth) {
  const line = lines[at];
  if (!line.trim() || RULE.test(line)) return [null, at + 1];
  if (FENCE.test(line)) return parseCode(lines, at);
  if (ITEM.test(line) && depth < MAX_DEPTH) return parseList(lines, at, depth);
  const heading = HEADING.exec(line);
  if (heading) return [{ type: "heading", children: parseInline(heading[1]) }, at + 1];
  return parseParagraph(lines, at);
}

/** @param {string[]} lines @param {number} at @returns {[Block, number]} */
function parseCode(lines, at) {
  const fence = FENCE.exec(lines[at])?.[1] ?? "```";
  const length = lines.slice(at + 1).findIndex((line) => line.trim().startsWith(fence));
  const end = length < 0 ? lines.length : at + 1 + length;
  return [{ type: "code", text: lines.slice(at + 1, end).join("\n") }, end + 1];
}

/** @param {string[]} lines @param {number} at @param {number} depth @returns {[Block, number]} */
function parseList(lines, at, depth) {
  const [, indent, , number] = /** @type {RegExpExecArray} */ (ITEM.exec(lines[at]));
  const ordered = number !== undefined;
  /** @type {string[][]} */
  const items = [];
  while (at < lines.length) {
    const match = ITEM.exec(lines[at]);
    if (match && match[1].length <= indent.length + 1) {
      if ((match[3] !== undefined) !== ordered || RULE.test(lines[at])) break;
      items.push([match[4]]);
    } else if (belongsToItem(lines, at, indent.length)) items.at(-1)?.push(dedent(lines[at], indent.length));
    else break;
    at += 1;
  }
  return [{ type: "list", ordered, start: Number(number ?? 1), items: items.map((item) => parseLines(item, depth + 1)) }, at];
}

/** An item goes on with deeper lines, with lazy text, and over a blank line when another item follows. @param {string[]} lines @param {number} at @param {number} indent */
function belongsToItem(lines, at, indent) {
  const line = lines[at];
  if (!line.trim()) return lines.slice(at + 1).find((later) => later.trim())?.match(new RegExp(`^\\s{${indent + 2},}\\S|^\\s*([-*+•]|\\d{1,4}[.)])\\s`)) != null;
  if (/^\s/.test(line) && line.search(/\S/) > indent) return true;
  return Boolean(lines[at - 1].trim()) && !FENCE.test(line) && !HEADING.test(line) && !RULE.test(line);
}

/** @param {string} line @param {number} indent */
function dedent(line, indent) {
  return line.replace(new RegExp(`^\\s{0,${indent + 3}}`), "");
}

/** @param {string[]} lines @param {number} at @returns {[Block, number]} */
function parseParagraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !FENCE.test(lines[end]) && !HEADING.test(lines[end]) && !ITEM.test(lines[end])) end += 1;
  const text = lines.slice(at, end).map((line) => line.replace(/^\s*(>\s?)*/, "").trimEnd());
  return [{ type: "paragraph", children: parseInline(text.join("\n")) }, end];
}
