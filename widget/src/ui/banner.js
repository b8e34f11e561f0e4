// One line between the messages and the composer, for what concerns the whole conversation.
/** @import {Ui} from "./ui.js" */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { Slot } from "./ui.js";

export class Banner {
  #slot = new Slot("banner");
  /** @type {import("../net/failure.js").Failure | null} */ #told = null;

  /** @param {Ui} ui @param {() => void} onRestart */
  constructor(ui, onRestart) {
    this.ui = ui;
    this.onRestart = onRestart;
    this.node = this.#slot.node;
  }

  update() {
    const { phase, status, entries, failure, isWaitingForPerson } = this.ui.conversation;
    const isShownWithMessage = entries.some((entry) => entry.failure);
    if (phase === "forbidden") this.#show("forbidden", () => this.#line("forbidden"));
    else if (phase === "failed" && failure && !isShownWithMessage) this.#show(`failed:${failure.kind}`, () => this.#failed());
    else if (status === "closed") this.#show("closed", () => this.#line("closed", "restart", this.onRestart));
    else this.#show(isWaitingForPerson ? "waiting" : "", () => this.#line("waitingPerson"));
  }

  /** @param {string} kind @param {() => Node} build */
  #show(kind, build) {
    this.node.dataset.kind = kind.split(":")[0];
    this.#slot.show(kind, build);
  }

  #failed() {
    const { failure } = this.ui.conversation;
    return this.#line(failure?.kind === "offline" ? "openOffline" : "openFailed", "retry", () => void this.ui.conversation.start());
  }

  /** @param {import("../messages.js").MessageKey} text @param {import("../messages.js").MessageKey} [label] @param {() => void} [onclick] */
  #line(text, label, onclick) {
    const { t } = this.ui;
    const isCalm = text === "waitingPerson" || text === "closed"; // usually a message has told these
    const { failure } = this.ui.conversation;
    if (!isCalm && failure !== this.#told) this.ui.announce(t(text));
    if (!isCalm) this.#told = failure;
    const button = label && h("button", { type: "button", class: "button quiet small", onclick }, t(label));
    return h("div", { class: "line" }, icon(isCalm ? "clock" : "alert"), h("p", {}, t(text)), button);
  }
}
