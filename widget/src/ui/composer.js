// Where the visitor writes. Enter sends, Shift+Enter breaks the line, an input method's Enter does neither.
/** @import {Ui} from "./ui.js" */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { iconButton } from "./ui.js";

export const MAX_LENGTH = 4000;
const WARN_LENGTH = 3600;

export class Composer {
  /** @type {string | null} */ #restored = null;

  /** @param {Ui} ui @param {(text: string) => void} onSend */
  constructor(ui, onSend) {
    this.ui = ui;
    this.onSend = onSend;
    const { t } = ui;
    this.counter = h("p", { class: "counter", id: "counter", hidden: true });
    this.field = h("textarea", {
      rows: 1, "aria-label": t("composerLabel"), placeholder: t("placeholder"), autocomplete: "off", enterkeyhint: "send",
      "aria-describedby": "counter", oninput: () => this.#typed(), onfocus: () => this.#fit(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.send = iconButton(t("send"), icon("send"), () => this.submit(), { class: "send" });
    this.stop = iconButton(t("stop"), icon("stop"), () => this.#stop(), { class: "send stop", hidden: true });
    this.box = h("div", { class: "box" }, this.field, this.send, this.stop);
    this.node = h("div", { class: "composer" }, this.box, this.counter);
  }

  /** An answer that is on its way keeps the place of the button; the text stays. */
  update() {
    this.#restore();
    const { conversation, t } = this.ui;
    const { isAnswering, phase, status } = conversation;
    this.stop.hidden = !isAnswering;
    this.send.hidden = isAnswering;
    this.send.disabled = !this.#canSend();
    this.field.placeholder = t(status === "human" ? "placeholderHuman" : "placeholder");
    this.field.disabled = phase === "forbidden";
    this.node.hidden = status === "closed";
    this.#count();
  }

  get draft() {
    return this.field.value;
  }

  set draft(text) {
    this.field.value = text;
    this.#typed();
  }

  submit() {
    if (!this.#canSend() || this.ui.conversation.isAnswering) return;
    const text = this.field.value.trim();
    this.draft = "";
    this.onSend(text);
    if (this.ui.conversation.status === "human") this.field.focus(); // a person is written to again and again
  }

  #typed() {
    if (this.#restored && !this.draft) this.#forget();
    this.update();
    this.#fit();
  }

  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  /** A question that did not get through before the page was loaded again; the thread may have it after all. */
  #restore() {
    const { phase, entries, storage } = this.ui.conversation;
    if (phase !== "ready" && phase !== "failed") return;
    if (this.#restored === null) {
      this.#restored = storage.readUnsent();
      if (this.#restored && !this.draft) this.draft = this.#restored;
    }
    const restored = this.#restored;
    if (!restored || !entries.some(({ role, state, content }) => role === "user" && state === "done" && content === restored)) return;
    this.#forget();
    if (this.draft === restored) this.draft = "";
  }

  /** The visitor sent or deleted it, or the thread has it. */
  #forget() {
    this.#restored = "";
    this.ui.conversation.storage.writeUnsent("");
  }

  #stop() {
    this.ui.conversation.stop();
    this.field.focus();
  }

  #canSend() {
    const { length } = this.field.value.trim();
    return length > 0 && length <= MAX_LENGTH && this.ui.conversation.phase !== "forbidden";
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    this.submit();
  }

  #count() {
    const { length } = this.field.value.trim();
    const isTooLong = length > MAX_LENGTH;
    const text = this.ui.t(isTooLong ? "tooLong" : "length", { length, max: MAX_LENGTH });
    this.counter.hidden = length < WARN_LENGTH;
    this.counter.classList.toggle("over", isTooLong);
    this.field.setAttribute("aria-invalid", String(isTooLong));
    fill(this.counter, this.counter.hidden ? null : text);
  }
}
