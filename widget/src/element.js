// <sales-copilot>: attributes in, events out, everything else in its shadow root.
import { Conversation } from "./core/conversation.js";
import { ATTRIBUTES, readOptions } from "./options.js";
import { adoptStyles } from "./stylesheet.js";
import { Widget } from "./widget.js";

export class SalesCopilot extends HTMLElement {
  static observedAttributes = ATTRIBUTES;
  /** @type {Widget | null} */ #widget = null;
  /** @type {Conversation | null} */ #conversation = null;
  #isPlanned = false;

  constructor() {
    super();
    adoptStyles(this.attachShadow({ mode: "open" }));
  }

  connectedCallback() {
    this.#build();
  }

  disconnectedCallback() {
    this.#widget?.dispose();
    this.#conversation?.dispose();
    this.#widget = this.#conversation = null;
  }

  /** @param {string} name @param {string | null} _before @param {string | null} after */
  attributeChangedCallback(name, _before, after) {
    if (!this.#widget) return;
    if (name !== "open") this.#planBuild();
    else if (after === null) this.#widget.close();
    else this.#widget.show();
  }

  /** Opens the chat as the visitor's own click would: call it from a button of the page. */
  show() {
    this.#widget?.open();
  }

  hide() {
    this.#widget?.close();
  }

  toggle() {
    if (this.#widget?.isOpen) this.hide();
    else this.show();
  }

  /** Several attributes that change together build once. */
  #planBuild() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      if (this.isConnected) this.#build();
    });
  }

  #build() {
    const options = readOptions(this);
    const isSame = this.#conversation?.webhookUrl === options.webhookUrl;
    const draft = isSame && this.#widget?.draft;
    this.#widget?.dispose();
    this.#widget = null;
    if (!options.webhookUrl) return;
    if (!isSame) this.#converse(options.webhookUrl);
    this.#widget = new Widget(options, /** @type {Conversation} */ (this.#conversation), (isOpen) => this.#toggled(isOpen));
    this.shadowRoot?.append(this.#widget.root);
    if (this.hasAttribute("open")) this.#widget.show();
    if (draft) this.#widget.draft = draft;
  }

  /** @param {string} webhookUrl */
  #converse(webhookUrl) {
    this.#conversation?.dispose();
    this.#conversation = new Conversation(webhookUrl);
    this.#conversation.addEventListener("answer", (event) => this.#tell("answer", /** @type {CustomEvent} */ (event).detail));
    this.#conversation.addEventListener("failure", (event) => this.#tell("failure", /** @type {CustomEvent} */ (event).detail));
  }

  /** @param {boolean} isOpen */
  #toggled(isOpen) {
    if (isOpen !== this.hasAttribute("open")) this.toggleAttribute("open", isOpen);
    this.#tell(isOpen ? "open" : "close");
  }

  /** @param {string} name @param {unknown} [detail] */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`sales-copilot:${name}`, { detail, bubbles: true, composed: true }));
    const isHandoff = name === "answer" && /** @type {any} */ (detail).nextAction === "human_handoff";
    if (isHandoff) this.#tell("handoff", detail);
  }
}
