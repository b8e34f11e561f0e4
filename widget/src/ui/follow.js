// Keeps the news in view, but never takes away what the visitor is reading: a long answer stops rising
// when its question has reached the top, and scrolling up ends the following.

const NEAR = 48;
const FAR = 160;
const MARGIN = 12;

export class Follower {
  /** @type {HTMLElement | null} */ #anchor = null;
  #following = true;
  #placed = 0;
  active = false;

  /** @param {HTMLElement} scroller @param {HTMLElement} content @param {(isFar: boolean) => void} onFar */
  constructor(scroller, content, onFar) {
    this.scroller = scroller;
    this.onFar = onFar;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.observer = new ResizeObserver(() => this.#follow());
    this.observer.observe(content);
    this.observer.observe(scroller);
  }

  /** The visitor has just sent this message. @param {HTMLElement} message */
  anchorTo(message) {
    this.#anchor = message;
    this.#following = true;
    this.#follow();
  }

  toBottom() {
    this.#anchor = null;
    this.#following = true;
    this.#follow();
  }

  stop() {
    this.observer.disconnect();
  }

  #bottom() {
    return this.scroller.scrollHeight - this.scroller.clientHeight;
  }

  #target() {
    const top = this.#anchor?.isConnected ? this.#anchor.offsetTop - MARGIN : Infinity;
    return Math.max(0, Math.min(this.#bottom(), top));
  }

  #follow() {
    if (this.#following && this.active) {
      this.scroller.scrollTop = this.#target();
      this.#placed = this.scroller.scrollTop;
    }
    this.#tell();
  }

  #scrolled() {
    const isOurs = Math.abs(this.scroller.scrollTop - this.#placed) < 2; // told late, when the answer may have grown
    if (!isOurs) this.#following = this.scroller.scrollTop >= this.#target() - NEAR;
    if (this.#bottom() - this.scroller.scrollTop < 2 && this.#bottom() > this.#target()) this.#anchor = null;
    this.#tell();
  }

  #tell() {
    this.onFar(this.#bottom() - this.scroller.scrollTop > FAR);
  }
}
