// Under the last message: a place to leave an address while a person is awaited.
/** @import {Entry} from "../types.js" */
/** @import {Ui} from "./ui.js" */
import { contactCard } from "./cards.js";
import { Slot } from "./ui.js";

export class Contact {
  #slot = new Slot("slot contact-place");
  /** @type {Entry[]} */ #entries = [];

  /** @param {Ui} ui */
  constructor(ui) {
    this.ui = ui;
    this.node = this.#slot.node;
  }

  /** Until somebody has replied; a form in use is not taken away under the visitor's hands, and only news takes away the thanks. */
  update() {
    const { isWaitingForPerson, status, entries } = this.ui.conversation;
    const input = this.node.querySelector("input");
    const isInUse = input ? input.value || input.matches(":focus") : entries === this.#entries;
    const stays = status === "human" && !this.node.hidden && isInUse;
    this.#slot.show(isWaitingForPerson || stays ? "contact" : "", () => contactCard(this.ui));
    this.#entries = entries;
  }
}
