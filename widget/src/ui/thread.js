// The list of messages. It is no live region: the announcer speaks, so that tokens are not read one by one.
/** @import {Entry, Status} from "../types.js" */
/** @import {EntryView} from "./entry_views.js" */
/** @import {Ui} from "./ui.js" */
import { Contact } from "./contact.js";
import { h } from "./dom.js";
import { viewOf } from "./entry_views.js";
import { Follower } from "./follow.js";
import { icon } from "./icons.js";
import { Intro } from "./intro.js";
import { iconButton } from "./ui.js";

export class Thread {
  /** @type {Map<string, {view: EntryView, entry: Entry | null, status: Status}>} */ #views = new Map();
  #isFirstLoad = true;

  /** @param {Ui} ui @param {(text: string) => void} onPick */
  constructor(ui, onPick) {
    this.ui = ui;
    this.intro = new Intro(ui, onPick);
    this.list = h("ol", { class: "entries" });
    this.contact = new Contact(ui);
    const content = h("div", { class: "content" }, this.intro.node, this.list, this.contact.node);
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": ui.t("thread") }, content);
    this.jump = iconButton(ui.t("jump"), icon("below"), () => this.follower.toBottom(), { class: "icon-button jump", hidden: true });
    this.follower = new Follower(this.scroller, content, (isFar) => (this.jump.hidden = !isFar));
    this.node = h("div", { class: "thread" }, this.scroller, this.jump);
  }

  update() {
    const { entries } = this.ui.conversation;
    this.intro.update();
    const known = new Set(entries.map(({ key }) => key));
    for (const key of this.#views.keys()) if (!known.has(key)) this.#remove(key);
    entries.forEach((entry, index) => this.#place(entry, index));
    this.contact.update();
    this.follower.active = entries.length > 0;
    this.#isFirstLoad &&= entries.length === 0;
  }

  dispose() {
    this.follower.stop();
  }

  /** @param {Entry} entry @param {number} index */
  #place(entry, index) {
    const { status } = this.ui.conversation;
    const shown = this.#views.get(entry.key) ?? { view: viewOf(this.ui, entry), entry: null, status };
    const isNew = shown.entry === null;
    if (shown.entry !== entry || shown.status !== status) shown.view.update(entry);
    this.#views.set(entry.key, { view: shown.view, entry, status });
    const { node } = shown.view;
    if (this.list.children[index] !== node) this.list.insertBefore(node, this.list.children[index] ?? null);
    if (!isNew) return;
    node.classList.toggle("fresh", !this.#isFirstLoad || entry.state !== "done");
    if (entry.state === "sending") this.follower.anchorTo(node);
  }

  /** @param {string} key */
  #remove(key) {
    this.#views.get(key)?.view.node.remove();
    this.#views.delete(key);
  }
}
