// Under the composer: the reminder that machines err, and the way to a new conversation.
/** @import {Ui} from "./ui.js" */
import { h } from "./dom.js";
import { icon } from "./icons.js";

export class Foot {
  /** @param {Ui} ui @param {() => void} onRestarted */
  constructor({ conversation, t }, onRestarted) {
    this.conversation = conversation;
    this.restart = h("button", { type: "button", class: "button link", onclick: () => this.#ask(true) }, icon("plus"), t("restart"));
    this.footnote = h("span", {}, t("footnote"));
    this.usual = h("div", { class: "usual" }, this.footnote, this.restart);
    const yes = h("button", { type: "button", class: "button small", onclick: () => this.#restart(onRestarted) }, t("restartYes"));
    this.no = h("button", { type: "button", class: "button quiet small", onclick: () => this.#ask(false) }, t("restartNo"));
    this.question = h("div", { class: "question", role: "group", "aria-label": t("restartQuestion"), hidden: true }, h("span", {}, t("restartQuestion")), yes, this.no);
    this.node = h("div", { class: "foot" }, this.usual, this.question);
  }

  /** A person answers a hand-off, and a closed conversation has its own way on. */
  update() {
    const { status } = this.conversation;
    this.node.hidden = status === "closed";
    this.footnote.style.visibility = status === "human" ? "hidden" : "";
  }

  /** @param {boolean} isAsking */
  #ask(isAsking) {
    if (isAsking && this.conversation.entries.length === 0) return;
    this.usual.hidden = isAsking;
    this.question.hidden = !isAsking;
    (isAsking ? this.no : this.restart).focus();
  }

  /** @param {() => void} onRestarted */
  #restart(onRestarted) {
    this.#ask(false);
    onRestarted();
    void this.conversation.restart();
  }
}
