// Notices that a stream says nothing, be it because a proxy holds it back or because the line is dead.

const FIRST_BYTES = 8_000;
const NEXT_BYTES = 20_000;

export class Silence {
  everBroken = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {() => void} */ #fall = () => {};

  constructor() {
    /** Settles when the silence has lasted too long; never rejects. @type {Promise<void>} */
    this.fallen = new Promise((resolve) => (this.#fall = resolve));
    this.#wait(FIRST_BYTES);
  }

  broken() {
    this.everBroken = true;
    this.#wait(NEXT_BYTES);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** @param {number} milliseconds */
  #wait(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#fall, milliseconds);
  }
}
