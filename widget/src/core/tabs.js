// Tells the other tabs of the site what happened in this one, at once; the history settles the rest.
/** @import {Row, Status} from "../types.js" */
import { toRows, toStatus } from "../net/decode.js";

export class Tabs {
  /** @type {BroadcastChannel | null} */ #channel = null;

  /** @param {string} name @param {{onRows: (conversationId: string, rows: Row[], status: Status | null) => void, onRestart: () => void}} listener */
  constructor(name, listener) {
    if (typeof BroadcastChannel !== "function") return;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => {
      if (data?.type === "rows") listener.onRows(String(data.conversation_id), toRows(data.rows), toStatus(data.status));
      if (data?.type === "restart") listener.onRestart();
    };
  }

  /** @param {string | null} conversationId @param {Row[]} rows @param {Status} status */
  tell(conversationId, rows, status) {
    this.#channel?.postMessage({ type: "rows", conversation_id: conversationId, rows: rows.map(toWire), status });
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
