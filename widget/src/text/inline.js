// The inside of a Markdown line as a tree. One pass from left to right; a marker without its end stays text.
import { safeUrl } from "./safe_url.js";

/**
 * @typedef {{type: "text", text: string} | {type: "code", text: string}} TextNode
 * @typedef {{type: "strong", children: Inline[]} | {type: "em", children: Inline[]}} MarkedNode
 * @typedef {{type: "link", url: string, children: Inline[]}} LinkNode
 * @typedef {TextNode | MarkedNode | LinkNode | {type: "break"}} Inline
 */

const MAX_DEPTH = 6;
const MAX_URL = 2_000;
const SPECIAL = /[\\`*_[!\nh]/;
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[^\s<>"'`\\]+/i;

/** @param {string} source @param {number} [depth] @param {boolean} [inLink] @returns {Inline[]} */
export function parseInline(source, depth = 0, inLink = false) {
  return new InlineParser(source, depth, inLink).parse();
}

class InlineParser {
  /** @type {Inline[]} */ nodes = [];
  #missing = new Set(); // a marker without end before here has none later: keeps the pass linear
  #at = 0;

  /** @param {string} source @param {number} depth @param {boolean} inLink */
  constructor(source, depth, inLink) {
    this.source = source;
    this.depth = depth;
    this.inLink = inLink;
  }

  parse() {
    while (this.#at < this.source.length) this.#step();
    return this.nodes;
  }

  #step() {
    const rest = this.source.slice(this.#at, this.#at + 1);
    if (!SPECIAL.test(rest)) return this.#plain();
    const done = this.#escape(rest) || this.#break(rest) || this.#code(rest) || this.#marked(rest) || this.#link(rest) || this.#bareUrl(rest);
    if (!done) this.#text(rest);
  }

  #plain() {
    const length = this.source.slice(this.#at).search(SPECIAL);
    this.#text(length < 0 ? this.source.slice(this.#at) : this.source.slice(this.#at, this.#at + length));
  }

  /** @param {string} text */
  #text(text, skipped = 0) {
    const last = this.nodes.at(-1);
    if (last?.type === "text") last.text += text;
    else this.nodes.push({ type: "text", text });
    this.#at += text.length + skipped;
    return true;
  }

  /** @param {Inline} node @param {number} end */
  #push(node, end) {
    this.nodes.push(node);
    this.#at = end;
    return true;
  }

  /** @param {string} char */
  #escape(char) {
    const next = this.source[this.#at + 1] ?? "";
    return char === "\\" && /[!-/:-@[-`{-~]/.test(next) && this.#text(next, 1);
  }

  /** @param {string} char */
  #break(char) {
    return char === "\n" && this.#push({ type: "break" }, this.#at + 1);
  }

  /** @param {string} char */
  #code(char) {
    if (char !== "`") return false;
    const ticks = /^`+/.exec(this.source.slice(this.#at, this.#at + 8))?.[0] ?? "`";
    const start = this.#at + ticks.length;
    const end = this.#find(ticks, start);
    return end > start && this.#push({ type: "code", text: this.source.slice(start, end).trim() }, end + ticks.length);
  }

  /** @param {string} char */
  #marked(char) {
    if ((char !== "*" && char !== "_") || this.depth >= MAX_DEPTH) return false;
    if (char === "_" && WORD.test(this.source[this.#at - 1] ?? "")) return false;
    const marker = this.source[this.#at + 1] === char ? char + char : char;
    const start = this.#at + marker.length;
    if (/\s|^$/.test(this.source[start] ?? "")) return false;
    const end = this.#findEnd(marker, start);
    if (end <= start) return false;
    const children = parseInline(this.source.slice(start, end), this.depth + 1, this.inLink);
    return this.#push({ type: marker.length === 2 ? "strong" : "em", children }, end + marker.length);
  }

  /** A closing marker follows a letter, and a single one is no half of a double one. @param {string} marker @param {number} start */
  #findEnd(marker, start) {
    for (let end = this.#find(marker, start), tries = 0; end >= 0 && tries < 8; end = this.#find(marker, end + 2), tries += 1) {
      const isDouble = marker.length === 1 && this.source[end + 1] === marker;
      const isInWord = marker[0] === "_" && WORD.test(this.source[end + marker.length] ?? "");
      const leavesOne = marker.length === 2 && this.source[end + 2] === marker[0];
      if (!isDouble && !isInWord && !/\s/.test(this.source[end - 1])) return leavesOne ? end + 1 : end;
    }
    return -1;
  }

  /** An image becomes its description: nothing is loaded from elsewhere. @param {string} char */
  #link(char) {
    const isImage = char === "!" && this.source[this.#at + 1] === "[";
    if (char !== "[" && !isImage) return false;
    const start = this.#at + (isImage ? 2 : 1);
    const middle = this.#find("](", start);
    const end = middle < 0 ? -1 : this.#closing(middle + 2);
    if (end < 0 || this.source.slice(start, middle).includes("\n")) return false;
    const label = this.source.slice(start, middle);
    if (isImage) return this.#push({ type: "text", text: label }, end + 1);
    const url = this.inLink ? null : safeUrl(this.source.slice(middle + 2, end).split(/\s/)[0]);
    const children = parseInline(label, MAX_DEPTH - 1, true);
    if (url) return this.#push({ type: "link", url, children }, end + 1);
    this.nodes.push(...children);
    this.#at = end + 1;
    return true;
  }

  /** The end of an address, which may hold pairs of brackets. @param {number} from */
  #closing(from) {
    const end = Math.min(this.source.length, from + MAX_URL);
    for (let at = from, open = 0; at < end; at += 1) {
      const char = this.source[at];
      if (char === "(") open += 1;
      if (char === ")" && --open < 0) return at;
    }
    return -1;
  }

  /** @param {string} char */
  #bareUrl(char) {
    if (char !== "h" || this.inLink || WORD.test(this.source[this.#at - 1] ?? "")) return false;
    const text = BARE_URL.exec(this.source.slice(this.#at, this.#at + MAX_URL))?.[0].replace(/[.,;:!?)\]}*_»]+$/, "") ?? "";
    const url = safeUrl(text);
    return url !== null && this.#push({ type: "link", url, children: [{ type: "text", text }] }, this.#at + text.length);
  }

  /** @param {string} marker @param {number} from */
  #find(marker, from) {
    if (this.#missing.has(marker)) return -1;
    const found = this.source.indexOf(marker, from);
    if (found < 0) this.#missing.add(marker);
    return found;
  }
}
