// Tells the other tabs of the site what happened in this one, at once; the history settles the rest.
/** @import {Row} from "../types.js" */
import { toRows } from "../net/decode.js";

export class Tabs {
  /** @type {BroadcastChannel | null} */ #channel = null;

  /** @param {string} name @param {{onRows: (conversationId: string, rows: Row[]) => void, onRestart: () => void}} listener */
  constructor(name, listener) {
    if (typeof BroadcastChannel !== "function") return;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => {
      if (data?.type === "rows") listener.onRows(String(data.conversation_id), toRows(data.rows));
      if (data?.type === "restart") listener.onRestart();
    };
  }

  /** @param {string | null} conversationId @param {Row[]} rows */
  tell(conversationId, rows) {
    this.#channel?.postMessage({ type: "rows", conversation_id: conversationId, rows: rows.map(toWire) });
  }

  tellRestart() {
    this.#channel?.postMessage({ type: "restart" });
  }

  close() {
    this.#channel?.close();
  }
}

/** @param {Row} row */
function toWire({ turnId, nextAction, ...rest }) {
  return { ...rest, turn_id: turnId, next_action: nextAction };
}
