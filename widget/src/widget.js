// One chat on the page: launcher, panel and announcements around a conversation.
/** @import {Options} from "./types.js" */
/** @import {Conversation} from "./core/conversation.js" */
import { accentColors, parseColor } from "./color.js";
import { translator } from "./messages.js";
import { Announcer } from "./ui/announcer.js";
import { fill, h } from "./ui/dom.js";
import { Launcher } from "./ui/launcher.js";
import { Panel } from "./ui/panel.js";
import { PhoneViewport } from "./ui/viewport.js";

export class Widget {
  #live = h("div", { class: "off-screen", role: "status", "aria-live": "polite" });
  #isPhone = false;
  #hasStarted = false;
  #seen = 0;

  /** @param {Options} options @param {Conversation} conversation @param {(isOpen: boolean) => void} onToggle */
  constructor(options, conversation, onToggle) {
    this.conversation = conversation;
    this.onToggle = onToggle;
    const ui = { conversation, options, t: translator(options.messages), announce: (/** @type {string} */ text) => this.#announce(text) };
    this.panel = new Panel(ui, () => this.close());
    this.launcher = new Launcher(ui, () => this.open());
    this.announcer = new Announcer(ui);
    const props = { class: "root", lang: options.language, "data-position": options.position, "data-theme": options.theme };
    this.root = h("div", props, this.launcher.node, this.panel.node, this.#live);
    const accent = parseColor(options.accent);
    for (const [name, value] of Object.entries(accent ? accentColors(accent) : {})) this.root.style.setProperty(name, value);
    this.viewport = new PhoneViewport(this.root, (isPhone) => this.#fit(isPhone));
    this.onChange = () => this.#update();
    conversation.addEventListener("change", this.onChange);
    this.panel.node.addEventListener("focusin", () => this.#start());
    this.#update();
  }

  get isOpen() {
    return !this.panel.node.hidden;
  }

  /** What the visitor has typed and not sent. */
  get draft() {
    return this.panel.composer.draft;
  }

  set draft(text) {
    this.panel.composer.draft = text;
  }

  /** The visitor asks for the chat. */
  open() {
    this.show();
    this.#start();
    this.panel.focus();
  }

  /** The page shows the chat: nothing is asked or stored until the visitor enters it. */
  show() {
    if (this.isOpen) return;
    this.#toggle(true);
    if (this.conversation.storage.read()) this.#start();
  }

  close() {
    if (!this.isOpen) return;
    const hadFocus = this.panel.node.matches(":focus-within");
    this.#toggle(false);
    if (hadFocus) this.launcher.node.focus();
  }

  dispose() {
    this.conversation.removeEventListener("change", this.onChange);
    this.viewport.dispose();
    this.panel.dispose();
    this.root.remove();
  }

  #start() {
    this.#hasStarted = true;
    if (this.conversation.phase === "idle") void this.conversation.start();
  }

  /** @param {boolean} isOpen */
  #toggle(isOpen) {
    this.panel.node.hidden = !isOpen;
    this.launcher.node.hidden = isOpen;
    this.launcher.node.setAttribute("aria-expanded", String(isOpen));
    this.viewport.open = isOpen;
    this.#update();
    this.onToggle(isOpen);
  }

  /** @param {boolean} isPhone */
  #fit(isPhone) {
    this.#isPhone = isPhone;
    this.panel.modal = this.#isPhone && this.isOpen;
  }

  #update() {
    const isHistory = this.conversation.phase !== "ready" || !this.#wasReady;
    this.#wasReady = this.conversation.phase === "ready";
    this.panel.update();
    this.announcer.update(isHistory);
    this.#countUnread();
  }

  #wasReady = false;

  #countUnread() {
    const received = this.conversation.entries.filter(({ role, state }) => role !== "user" && state === "done").length;
    if (this.isOpen || !this.#hasStarted) this.#seen = received;
    this.launcher.unread(Math.max(0, received - this.#seen));
  }

  /** @type {Set<string>} */ #unsaid = new Set();

  /** What comes at once is spoken together; the same words later on are spoken again. @param {string} text */
  #announce(text) {
    if (this.#unsaid.size === 0) queueMicrotask(() => this.#speak());
    this.#unsaid.add(text);
  }

  #speak() {
    fill(this.#live, ...[...this.#unsaid].map((text) => h("p", {}, text)));
    this.#unsaid.clear();
  }
}
