// The conversation's id and its short-lived token: opened on the first need, renewed before it ends or after a 401.
/** @import {SessionReply} from "../types.js" */
/** @import {Storage} from "../core/storage.js" */
import { toSession } from "./decode.js";
import { Failure } from "./failure.js";
import { requestJson } from "./request.js";

const TIMEOUT = 15_000;
const MARGIN = 30_000;
const MAX_PAGE_URL = 2000;

/** @typedef {{conversationId: string | null, token: string | null}} Known */

export class Session {
  /** @type {string | null} */ conversationId = null;
  /** @type {string | null} */ token = null;
  /** @type {number | null} */ #expiresAt = null;
  /** @type {Promise<void> | null} */ #opening = null;
  #closed = false;

  /** @param {string} webhookUrl @param {Storage} storage @param {(reply: SessionReply) => void} onOpen */
  constructor(webhookUrl, storage, onOpen) {
    this.webhookUrl = webhookUrl;
    this.storage = storage;
    this.onOpen = onOpen;
  }

  /** @returns {Promise<void>} */
  ensure() {
    const ends = this.#expiresAt ?? Infinity;
    return this.token && Date.now() < ends - MARGIN ? Promise.resolve() : this.renew();
  }

  /** Callers that come together share one request. @returns {Promise<void>} */
  renew() {
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** A conversation that was left must not come back with a late reply. */
  close() {
    this.#closed = true;
  }

  async #open() {
    const known = this.storage.read() ?? { conversationId: this.conversationId, token: this.token };
    const reply = toSession(await this.#post(known).catch((failure) => this.#withoutThePast(failure, known)));
    if (this.#closed) throw new Failure("stopped");
    if (!reply) throw new Failure("unavailable");
    this.conversationId = reply.conversationId;
    this.token = reply.token;
    this.#expiresAt = usableUntil(reply.expiresAt);
    this.storage.write(reply.conversationId, reply.token);
    this.onOpen(reply);
  }

  /** A stored id or token that the server refuses must not lock the visitor out. @param {Failure} failure @param {Known} known */
  #withoutThePast(failure, known) {
    if (!known.token || !["expired", "invalid"].includes(failure.kind)) throw failure;
    return this.#post({ conversationId: null, token: null });
  }

  /** @param {Known} known */
  #post({ conversationId, token }) {
    const body = { ...(conversationId && { conversation_id: conversationId }), ...(token && { token }), page_url: pageUrl() };
    return requestJson(`${this.webhookUrl}/session`, { body, timeout: TIMEOUT });
  }
}

/** The page without its query and fragment, where private things travel; the server refuses a longer one. */
export function pageUrl() {
  return (location.origin + location.pathname).slice(0, MAX_PAGE_URL);
}

/** A visitor's wrong clock must not renew before every call: then only a 401 renews. @param {number | null} expiresAt */
function usableUntil(expiresAt) {
  return expiresAt && expiresAt > Date.now() + 2 * MARGIN ? expiresAt : null;
}
