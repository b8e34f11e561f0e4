// Asks for news while a person is answering: every 1.5 s when the visitor looks, rarely when the page is hidden.

const VISIBLE = 1_500;
const HIDDEN = 15_000;
const LONGEST = 30_000;

export class Poller {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #failures = 0;
  #active = false;
  #stopped = false;

  /** @param {() => Promise<void>} fetchNews */
  constructor(fetchNews) {
    this.fetchNews = fetchNews;
    this.soon = () => this.#now();
    addEventListener("online", this.soon);
    document.addEventListener("visibilitychange", this.soon);
  }

  /** @param {boolean} active */
  set active(active) {
    if (active === this.#active || this.#stopped) return;
    this.#active = active;
    this.#plan();
  }

  /** For good: a late reply must not begin again. */
  stop() {
    this.active = false;
    this.#stopped = true;
    removeEventListener("online", this.soon);
    document.removeEventListener("visibilitychange", this.soon);
  }

  #plan() {
    clearTimeout(this.#timer);
    if (this.#active) this.#timer = setTimeout(() => this.#now(), this.#delay());
  }

  #delay() {
    const rhythm = document.hidden ? HIDDEN : VISIBLE;
    return Math.min(rhythm * 2 ** this.#failures, LONGEST);
  }

  async #now() {
    clearTimeout(this.#timer);
    if (document.hidden && !this.#active) return;
    try {
      await this.fetchNews();
      this.#failures = 0;
    } catch {
      this.#failures += 1;
    }
    this.#plan();
  }
}
