// The chat window: a dialog with a head, the messages, and the place to write.
/** @import {Ui} from "./ui.js" */
import { avatar } from "./avatar.js";
import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { holdFocus, keepInside } from "./focus.js";
import { Foot } from "./foot.js";
import { icon } from "./icons.js";
import { Thread } from "./thread.js";
import { iconButton } from "./ui.js";

export class Panel {
  #faces = h("div", { class: "faces" });
  #title = h("h2", { id: "title" });
  #subtitle = h("p", { class: "subtitle" });
  #shown = "";

  /** @param {Ui} ui @param {() => void} onClose */
  constructor(ui, onClose) {
    this.ui = ui;
    const { conversation, t } = ui;
    this.composer = new Composer(ui, (text) => conversation.send(text));
    this.thread = new Thread(ui, (text) => this.#pick(text));
    this.banner = new Banner(ui, () => void conversation.restart());
    this.foot = new Foot(ui, () => this.composer.field.focus());
    const close = iconButton(t("close"), icon("close"), onClose, { class: "icon-button close" });
    const head = h("div", { class: "head" }, this.#faces, h("div", { class: "titles" }, this.#title, this.#subtitle), close);
    const bottom = h("div", { class: "bottom" }, this.banner.node, this.composer.node, this.foot.node);
    this.node = h(
      "div", { class: "panel", id: "panel", role: "dialog", "aria-label": t("dialogLabel"), tabindex: "-1", hidden: true },
      head, this.thread.node, bottom,
    );
    this.node.addEventListener("keydown", (event) => this.#key(event, onClose));
    holdFocus(this.node, () => this.focus());
  }

  update() {
    const { status, phase } = this.ui.conversation;
    this.#showHead(status === "human", phase === "failed" || phase === "forbidden");
    this.node.dataset.phase = phase;
    this.thread.update();
    this.banner.update();
    this.composer.update();
    this.foot.update();
  }

  /** On a phone nothing else can be seen. @param {boolean} isModal */
  set modal(isModal) {
    this.node.setAttribute("aria-modal", String(isModal));
  }

  /** A touch screen would raise its keyboard over the welcome. */
  focus() {
    const isTouch = matchMedia("(pointer: coarse)").matches;
    (isTouch || this.composer.field.disabled || this.composer.node.hidden ? this.node : this.composer.field).focus();
  }

  dispose() {
    this.thread.dispose();
  }

  /** @param {boolean} isHuman @param {boolean} isDown */
  #showHead(isHuman, isDown) {
    if (this.#shown === `${isHuman}${isDown}`) return;
    this.#shown = `${isHuman}${isDown}`;
    const { t, options } = this.ui;
    fill(this.#title, t(isHuman ? "escalate" : "title"));
    fill(this.#subtitle, h("span", { class: "live-dot", "aria-hidden": "true" }), t(isDown ? "subtitleFailed" : isHuman ? "subtitleHuman" : "subtitle"));
    fill(this.#faces, ...(isHuman ? [avatar("escalate", options)] : [avatar("audrey", options), avatar("carole", options)]));
  }

  /** @param {string} text */
  #pick(text) {
    this.composer.field.focus();
    if (!this.ui.conversation.isAnswering) this.ui.conversation.send(text);
  }

  /** @param {KeyboardEvent} event @param {() => void} onClose */
  #key(event, onClose) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      onClose();
    }
    if (this.node.getAttribute("aria-modal") === "true") keepInside(event, this.node);
  }
}
