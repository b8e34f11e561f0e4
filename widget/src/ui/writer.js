// Lets text that arrives in jerks flow evenly. In a hidden page, or where motion is unwelcome, it appears at once.
import { parseMarkdown, withoutLooseEnds } from "../text/markdown.js";
import { BlockPainter } from "../text/render.js";

const CATCH_UP = 160; // milliseconds in which most of the backlog is written

export class Writer {
  #target = "";
  #shown = 0;
  #frame = 0;
  #last = 0;
  #done = true;
  /** @type {(() => void) | null} */ #onDone = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.painter = new BlockPainter(element);
  }

  /** The text at once. @param {string} text @param {boolean} [isWhole]  false for one that was cut */
  show(text, isWhole = true) {
    this.#aim(text, isWhole);
    this.#shown = text.length;
    this.#paint();
  }

  /** More of a text that is still arriving. @param {string} text */
  grow(text) {
    this.#aim(text, false);
    this.#run();
  }

  /** The final text; `onDone` once it is written out. @param {string} text @param {() => void} onDone */
  finish(text, onDone) {
    this.#aim(text, true);
    this.#onDone = onDone;
    this.#run();
  }

  /** @param {string} text @param {boolean} done */
  #aim(text, done) {
    const shown = this.#target.slice(0, this.#shown);
    if (!text.startsWith(shown)) this.#shown = done ? text.length : Math.min(this.#shown, text.length);
    this.#target = text;
    this.#done = done;
  }

  #run() {
    const atOnce = document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (atOnce) this.#shown = this.#target.length;
    if (atOnce || this.#shown >= this.#target.length) return this.#paint();
    this.#last ||= performance.now();
    this.#frame ||= requestAnimationFrame((now) => this.#tick(now));
  }

  /** @param {number} now */
  #tick(now) {
    this.#frame = 0;
    const share = Math.min((now - this.#last) / CATCH_UP, 1);
    this.#last = now;
    this.#shown += Math.max(1, Math.round((this.#target.length - this.#shown) * share));
    this.#paint();
    if (this.#shown < this.#target.length) this.#run();
    else this.#last = 0;
  }

  #paint() {
    const text = this.#target.slice(0, this.#shown);
    const isWhole = this.#done && this.#shown >= this.#target.length;
    this.painter.paint(parseMarkdown(isWhole ? text : withoutLooseEnds(text)));
    if (!isWhole) return;
    const tell = this.#onDone;
    this.#onDone = null;
    tell?.();
  }
}
