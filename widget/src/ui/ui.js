// What every view needs, made once per component.
/** @import {Options} from "../types.js" */
/** @import {Conversation} from "../core/conversation.js" */
/** @import {Translate} from "../messages.js" */

/**
 * @typedef {object} Ui
 * @property {Conversation} conversation
 * @property {Options} options
 * @property {Translate} t
 * @property {(text: string) => void} announce  polite words for a screen reader
 */

import { fill, h } from "./dom.js";

/** A place whose content is built again only when its key changes: what has the focus keeps it. */
export class Slot {
  #key = "";

  constructor(name = "slot") {
    this.node = h("div", { class: name, hidden: true });
  }

  /** @param {string} key  empty for nothing @param {() => Node} build */
  show(key, build) {
    if (key === this.#key) return;
    this.#key = key;
    this.node.hidden = key === "";
    fill(this.node, key !== "" && build());
  }
}

/** @param {string} label @param {Node} symbol @param {(event: Event) => void} onclick @param {Record<string, unknown>} [props] */
export function iconButton(label, symbol, onclick, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, symbol);
}
