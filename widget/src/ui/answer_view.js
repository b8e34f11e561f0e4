// An answer from the first dot of «… écrit» to its sources, offer and actions.
/** @import {Agent, Entry} from "../types.js" */
/** @import {Ui} from "./ui.js" */
import { avatar } from "./avatar.js";
import { sourceCards, upsellCard } from "./cards.js";
import { fill, h } from "./dom.js";
import { who } from "./entry_views.js";
import { failureCard } from "./failure_card.js";
import { Toolbar } from "./toolbar.js";
import { Slot } from "./ui.js";
import { Writer } from "./writer.js";

export class AnswerView {
  /** @type {Agent | null | undefined} */ #agent = undefined;
  /** @type {Toolbar | null} */ #toolbar = null;
  /** @type {Entry["failure"]} */ #lastFailure = null;
  #failures = 0;
  #wasLive = false;
  #dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  #text = h("div", { class: "markdown" });
  #bubble = h("div", { class: "bubble" }, this.#text, this.#dots);
  #face = h("div", { class: "face" });
  #name = h("div", { class: "name" });
  #slots = { sources: new Slot(), upsell: new Slot(), stopped: new Slot(), failure: new Slot(), tools: new Slot() };
  #writer = new Writer(this.#text);

  /** @param {Ui} ui @param {Entry} entry */
  constructor(ui, entry) {
    this.ui = ui;
    this.entry = entry;
    const column = h("div", { class: "column" }, this.#name, this.#bubble, ...Object.values(this.#slots).map(({ node }) => node));
    this.node = h("li", { class: "entry answer" }, this.#face, column);
  }

  /** @param {Entry} entry */
  update(entry) {
    this.entry = entry;
    this.#showPerson(entry.agent);
    const isWaiting = entry.state === "waiting";
    const isSilent = isWaiting && this.ui.conversation.status === "human"; // a person reads: no machine is typing
    this.node.dataset.state = entry.state;
    this.node.hidden = isSilent;
    this.#dots.hidden = !isWaiting;
    this.#bubble.hidden = !entry.content && !isWaiting;
    this.#write(entry);
  }

  /** @param {Agent | null} agent */
  #showPerson(agent) {
    if (agent === this.#agent) return;
    this.#agent = agent;
    this.node.dataset.agent = agent ?? "unknown";
    fill(this.#face, avatar(agent, this.ui.options));
    fill(this.#name, agent && who(this.ui, agent));
  }

  /** @param {Entry} entry */
  #write(entry) {
    if (entry.state === "done") {
      if (this.#wasLive) this.#writer.finish(entry.content, () => this.#complete());
      else this.#writer.show(entry.content);
      if (!this.#wasLive) this.#complete();
      return;
    }
    this.#wasLive = true;
    if (entry.state === "streaming") this.#writer.grow(entry.content);
    else this.#writer.show(entry.content, false);
    this.#complete();
  }

  /** What follows the text appears once the text is there. */
  #complete() {
    const { entry, ui } = this;
    const isDone = entry.state === "done";
    const { sources, upsell, stopped, failure, tools } = this.#slots;
    sources.show(isDone && entry.sources.length > 0 ? entry.sources.join("\n") : "", () => sourceCards(ui, entry.sources));
    upsell.show(isDone && entry.upsell ? JSON.stringify(entry.upsell) : "", () => upsellCard(ui, /** @type {any} */ (entry.upsell)));
    stopped.show(entry.state === "stopped" ? "stopped" : "", () => this.#stoppedNote());
    failure.show(this.#failureKey(), () => this.#failure());
    tools.show(isDone && entry.agent !== "escalate" ? "tools" : "", () => this.#tools());
    this.#toolbar?.update(entry.feedback);
  }

  #stoppedNote() {
    const { t } = this.ui;
    const button = h("button", { type: "button", class: "button link", onclick: () => this.#again() }, t("showWhole"));
    return h("p", { class: "stopped" }, `${t("stopped")} `, button);
  }

  /** A new failure is a new card, also of the same kind: its countdown starts again. */
  #failureKey() {
    const { failure } = this.entry;
    if (failure && failure !== this.#lastFailure) this.#failures += 1;
    this.#lastFailure = failure;
    return failure ? String(this.#failures) : "";
  }

  #failure() {
    const { failure } = this.entry;
    return failure ? failureCard(this.ui, failure, () => this.#again()) : h("span");
  }

  #tools() {
    this.#toolbar = new Toolbar(this.ui, () => this.entry.content, this.entry.turnId);
    return this.#toolbar.node;
  }

  #again() {
    if (this.entry.turnId) this.ui.conversation.retry(this.entry.turnId);
  }
}
