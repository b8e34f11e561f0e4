// Markdown blocks as DOM nodes. Text only ever becomes text nodes, addresses only ever come from safeUrl.
/** @import {Inline} from "./inline.js" */
/** @import {Block, ListBlock} from "./markdown.js" */
import { h } from "../ui/dom.js";

/** Paints blocks into an element and leaves alone what has not changed, so that a growing answer does not flicker. */
export class BlockPainter {
  /** @type {string[]} */ #painted = [];

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** @param {Block[]} blocks */
  paint(blocks) {
    const keys = blocks.map((block) => JSON.stringify(block));
    const same = keys.findIndex((key, index) => key !== this.#painted[index]);
    const kept = same < 0 ? keys.length : same;
    while (this.element.childNodes.length > kept) this.element.lastChild?.remove();
    this.element.append(...blocks.slice(kept).map(blockNode));
    this.#painted = keys;
  }
}

/** @param {Block} block @returns {HTMLElement} */
function blockNode(block) {
  if (block.type === "code") return h("pre", { tabindex: "0" }, h("code", {}, block.text));
  if (block.type === "list") return listNode(block);
  const children = block.children.map(inlineNode);
  return block.type === "heading" ? h("p", { class: "heading" }, h("strong", {}, ...children)) : h("p", {}, ...children);
}

/** @param {ListBlock} block */
function listNode({ ordered, start, items }) {
  const nodes = items.map((item) => h("li", {}, ...item.flatMap(itemNodes)));
  return ordered ? h("ol", { start }, ...nodes) : h("ul", {}, ...nodes);
}

/** A single paragraph needs no <p> inside an item. @param {Block} block @param {number} index @returns {Node[]} */
function itemNodes(block, index) {
  return block.type === "paragraph" && index === 0 ? block.children.map(inlineNode) : [blockNode(block)];
}

/** @param {Inline} node @returns {Node} */
function inlineNode(node) {
  if (node.type === "text") return document.createTextNode(unbroken(node.text));
  if (node.type === "break") return h("br");
  if (node.type === "code") return h("code", {}, node.text);
  const children = node.children.map(inlineNode);
  return node.type === "link" ? link(node.url, ...children) : h(node.type, {}, ...children);
}

/** French puts a space before these signs, and no line starts with one. @param {string} text */
function unbroken(text) {
  return text.replace(/ (?=[:;?!»%€])/g, "\u00a0").replace(/« /g, "«\u00a0");
}

/** @param {string} url already through safeUrl @param {...(Node | string)} children */
export function link(url, ...children) {
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

/** What a screen reader is told: the words without the marks. @param {Block[]} blocks @returns {string} */
export function plainText(blocks) {
  return blocks.map(blockText).join("\n");
}

/** @param {Block} block @returns {string} */
function blockText(block) {
  if (block.type === "code") return block.text;
  if (block.type === "list") return block.items.map((item) => plainText(item)).join("\n");
  return block.children.map(inlineText).join("");
}

/** @param {Inline} node @returns {string} */
function inlineText(node) {
  if (node.type === "break") return "\n";
  return "text" in node ? node.text : node.children.map(inlineText).join("");
}
