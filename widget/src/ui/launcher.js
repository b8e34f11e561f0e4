// The round button in the corner, with the number of messages that came while the chat was closed.
/** @import {Ui} from "./ui.js" */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

export class Launcher {
  #badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });

  /** @param {Ui} ui @param {() => void} onOpen */
  constructor({ t }, onOpen) {
    this.t = t;
    const words = h("span", { class: "words", "aria-hidden": "true" }, t("launcher"));
    const props = { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: onOpen };
    this.node = h("button", props, icon("chat"), t("launcher") && words, this.#badge);
    this.unread(0);
  }

  /** @param {number} count */
  unread(count) {
    this.#badge.hidden = count === 0;
    fill(this.#badge, count > 0 && String(Math.min(count, 9)));
    this.node.setAttribute("aria-label", count > 0 ? this.#unreadLabel(count) : this.#label());
  }

  /** @param {number} count */
  #unreadLabel(count) {
    return this.t(count > 1 ? "launcherUnreadMany" : "launcherUnread", { count });
  }

  /** The visible words must be part of the name for those who speak to their computer. */
  #label() {
    const words = this.t("launcher");
    return words ? `${words} ${this.t("launcherLabel")}` : this.t("launcherLabel");
  }
}
