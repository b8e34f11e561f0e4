// Copy, useful, not useful: one tab stop, arrows move inside it.
/** @import {Rating} from "../types.js" */
/** @import {Ui} from "./ui.js" */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { iconButton } from "./ui.js";

const COPIED = 2_000;

export class Toolbar {
  /** @param {Ui} ui @param {() => string} text @param {string | null} turnId */
  constructor(ui, text, turnId) {
    this.ui = ui;
    this.copy = iconButton(ui.t("copy"), icon("copy"), () => this.#copy(text()));
    this.ratings = turnId ? [this.#ratingButton("up", "helpful", turnId), this.#ratingButton("down", "unhelpful", turnId)] : [];
    this.thanks = h("span", { class: "thanks" });
    this.buttons = [this.copy, ...this.ratings];
    const props = { class: "toolbar", role: "toolbar", "aria-label": ui.t("actions"), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#move(event) };
    this.node = h("div", props, ...this.buttons, this.thanks);
    this.#rove(0);
  }

  /** @param {Rating | null} feedback */
  update(feedback) {
    const pressed = [feedback === "up", feedback === "down"];
    this.ratings.forEach((button, index) => button.setAttribute("aria-pressed", String(pressed[index])));
    if (!feedback) fill(this.thanks);
  }

  /** @param {Rating} rating @param {"helpful" | "unhelpful"} label @param {string} turnId */
  #ratingButton(rating, label, turnId) {
    const props = { "aria-pressed": "false", "data-rating": rating };
    return iconButton(this.ui.t(label), icon(rating), () => this.#rate(turnId, rating), props);
  }

  /** @param {string} turnId @param {Rating} rating */
  async #rate(turnId, rating) {
    const outcome = this.ui.conversation.rate(turnId, rating);
    const message = await outcome.then(() => /** @type {const} */ ("thanks"), () => /** @type {const} */ ("ratingFailed"));
    this.#say(this.ui.t(message));
  }

  /** @param {string} text */
  async #copy(text) {
    await writeClipboard(text, this.node);
    this.#say(this.ui.t("copied"));
    fill(this.copy, icon("check"));
    setTimeout(() => fill(this.copy, icon("copy")), COPIED);
  }

  /** @param {string} text */
  #say(text) {
    fill(this.thanks, text);
    this.ui.announce(text);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const at = this.buttons.findIndex((button) => button === event.target);
    const last = this.buttons.length - 1;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const index = next < 0 ? last : next > last ? 0 : next;
    this.#rove(index);
    this.buttons[index].focus();
  }

  /** @param {number} current */
  #rove(current) {
    this.buttons.forEach((button, index) => (button.tabIndex = index === current ? 0 : -1));
  }
}

/** @param {string} text @param {Node} beside */
async function writeClipboard(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "off-screen", "aria-hidden": "true", tabindex: "-1" });
    area.value = text;
    beside.appendChild(area);
    area.select();
    document.execCommand("copy"); // the only way on plain http pages
    area.remove();
  }
}
