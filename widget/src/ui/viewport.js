// On a phone the chat fills what the virtual keyboard leaves, and the page behind it stands still.

export const PHONE = "(max-width: 640px), (max-height: 480px)";

export class PhoneViewport {
  #overflow = ["", ""];
  #query = matchMedia(PHONE);
  #isOpen = false;

  /** @param {HTMLElement} root @param {(isPhone: boolean) => void} onChange */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.fit = () => this.#fit();
    this.#query.addEventListener("change", this.fit);
    visualViewport?.addEventListener("resize", this.fit);
    visualViewport?.addEventListener("scroll", this.fit);
  }

  /** @param {boolean} isOpen */
  set open(isOpen) {
    this.#lock(isOpen && this.#query.matches);
    this.#isOpen = isOpen;
    this.#fit();
  }

  dispose() {
    this.#lock(false);
    this.#query.removeEventListener("change", this.fit);
    visualViewport?.removeEventListener("resize", this.fit);
    visualViewport?.removeEventListener("scroll", this.fit);
  }

  #fit() {
    const { style } = this.root;
    const isPhone = this.#query.matches;
    if (this.#isOpen) this.#lock(isPhone);
    style.setProperty("--_view-height", visualViewport ? `${visualViewport.height}px` : "100dvh");
    style.setProperty("--_view-top", `${visualViewport?.offsetTop ?? 0}px`);
    this.onChange(isPhone);
  }

  #locked = false;

  /** @param {boolean} lock */
  #lock(lock) {
    if (lock === this.#locked) return;
    this.#locked = lock;
    const styles = [document.documentElement.style, document.body.style];
    if (lock) this.#overflow = styles.map(({ overflow }) => overflow);
    styles.forEach((style, index) => (style.overflow = lock ? "hidden" : this.#overflow[index]));
  }
}
