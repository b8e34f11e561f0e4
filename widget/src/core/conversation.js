// What a visitor can do with a conversation, and what the server and the other tabs bring to it.
/** @import {Answer, Rating, SessionReply} from "../types.js" */
/** @import {TurnReader} from "../net/turn_reader.js" */
import { Failure } from "../net/failure.js";
import { pageUrl } from "../net/session.js";
import { lastSeq, newTurn, patched, patchOf, without } from "./entries.js";
import { openLine } from "./line.js";
import { Poller } from "./poller.js";
import { ConversationState } from "./state.js";
import { Storage } from "./storage.js";
import { Tabs } from "./tabs.js";
import { uuid } from "./uuid.js";

const OVERLAP = 4; // turns are saved after they are answered: a late row may carry an earlier number
/** @type {string[]} */
const HEALED_BY_NETWORK = ["offline", "unreachable", "cut"];

export class Conversation extends ConversationState {
  /** @type {Map<string, AbortController>} */ #running = new Map();
  /** @type {string | null} */ #knownId = null;

  /** @param {string} webhookUrl */
  constructor(webhookUrl) {
    super();
    this.webhookUrl = webhookUrl;
    this.storage = new Storage(webhookUrl);
    this.line = this.#openLine();
    this.poller = new Poller(() => this.#fetchNews());
    this.tabs = new Tabs(this.storage.key, {
      onRows: (id, rows) => id === this.line.session.conversationId && this.merge(rows),
      onRestart: () => this.#beginAgain(),
    });
    this.retryHealed = () => this.#retryHealed();
    addEventListener("online", this.retryHealed);
    this.addEventListener("change", () => {
      this.poller.active = this.status === "human" && this.phase === "ready";
    });
  }

  /** Nothing is stored and nothing is asked before this. */
  async start() {
    if (this.phase === "ready" || this.phase === "connecting") return;
    this.change({ phase: "connecting", failure: null });
    const { line } = this;
    await line.session.ensure().catch((failure) => line === this.line && this.#failToOpen(failure));
  }

  /** @param {string} message */
  send(message) {
    const turnId = uuid();
    this.change({ entries: [...this.entries, ...newTurn(turnId, message)] });
    void this.#answer(turnId);
  }

  /** The same turn again, with its first id: after a failure, or for the rest of a stopped answer. @param {string} turnId */
  retry(turnId) {
    this.patchAnswer(turnId, { state: "waiting", failure: null });
    void this.#answer(turnId);
  }

  /** Whether an expert is answering: a person can be written to at any time. */
  get isAnswering() {
    return this.status !== "human" && this.#running.size > 0;
  }

  stop() {
    for (const controller of this.#running.values()) controller.abort();
  }

  /** @param {string} turnId @param {Rating} rating */
  async rate(turnId, rating) {
    const before = this.answerOf(turnId)?.feedback ?? null;
    this.patchAnswer(turnId, { feedback: rating });
    try {
      await this.line.client.rate(turnId, rating);
    } catch (failure) {
      this.patchAnswer(turnId, { feedback: before });
      throw failure;
    }
  }

  /** @param {string} email */
  leaveEmail(email) {
    return this.line.client.leaveEmail(email);
  }

  /** Forgets this conversation in every tab and opens another. */
  async restart() {
    this.storage.clear();
    await this.#beginAgain();
    this.tabs.tellRestart();
  }

  dispose() {
    this.stop();
    this.line.session.close();
    this.poller.stop();
    this.tabs.close();
    removeEventListener("online", this.retryHealed);
  }

  #openLine() {
    return openLine(this.webhookUrl, this.storage, (reply) => this.#opened(reply));
  }

  async #beginAgain() {
    const wasOpen = this.phase !== "idle";
    this.stop();
    this.line.session.close();
    this.line = this.#openLine();
    this.change({ entries: [], status: "bot", phase: "idle", failure: null });
    if (wasOpen) await this.start();
  }

  /** @param {SessionReply} reply */
  #opened({ conversationId, rows, status, aiNotice }) {
    const isOther = this.#knownId !== null && this.#knownId !== conversationId;
    if (isOther) this.change({ entries: this.entries.filter(({ turnId }) => turnId && this.#running.has(turnId)) });
    this.#knownId = conversationId;
    this.merge(rows, { phase: "ready", failure: null, status, aiNotice });
  }

  /** @param {Failure} failure */
  #failToOpen(failure) {
    this.change({ phase: failure.kind === "forbidden" ? "forbidden" : "failed", failure });
  }

  /** @param {string} turnId */
  async #answer(turnId) {
    const controller = new AbortController();
    this.#running.set(turnId, controller);
    const turn = { message: this.questionOf(turnId), turnId, pageUrl: pageUrl() };
    try {
      this.#settle(turnId, await this.line.asker.ask(turn, (reader) => this.#progress(turnId, reader), controller.signal));
    } catch (failure) {
      this.#fail(turnId, failure instanceof Failure ? failure : new Failure("unavailable"));
    } finally {
      this.#running.delete(turnId);
      this.change({});
    }
  }

  /** @param {string} turnId @param {TurnReader} reader */
  #progress(turnId, { agent, text }) {
    if (!this.#running.has(turnId)) return;
    this.confirmSent(turnId);
    this.patchAnswer(turnId, { agent, content: text, state: text ? "streaming" : "waiting" });
  }

  /** @param {string} turnId @param {Answer} answer */
  #settle(turnId, answer) {
    this.confirmSent(turnId);
    this.change({ status: answer.status ?? (answer.nextAction ? "human" : this.status) });
    if (answer.response.trim()) this.patchAnswer(turnId, patchOf(answer));
    else this.#leaveToTeam(turnId);
    this.tabs.tell(this.line.session.conversationId, this.entries.filter((entry) => entry.turnId === turnId));
    this.dispatchEvent(new CustomEvent("answer", { detail: { turnId, ...answer } }));
  }

  /** No expert answers: the place of the answer goes, the message says that it has arrived. @param {string} turnId */
  #leaveToTeam(turnId) {
    const entries = patched(this.entries, `user:${turnId}`, { state: "delivered" });
    this.change({ entries: without(entries, `assistant:${turnId}`) });
  }

  /** @param {string} turnId @param {Failure} failure */
  #fail(turnId, failure) {
    if (failure.kind === "forbidden") this.#failToOpen(failure);
    if (failure.kind === "stopped") this.patchAnswer(turnId, { state: "stopped" });
    else this.patchAnswer(turnId, { state: "failed", failure });
    this.dispatchEvent(new CustomEvent("failure", { detail: { turnId, kind: failure.kind } }));
  }

  #retryHealed() {
    if (this.phase === "failed") void this.start();
    const healed = this.entries.filter(({ failure }) => failure && HEALED_BY_NETWORK.includes(failure.kind));
    for (const { turnId } of healed) if (turnId) this.retry(turnId);
  }

  async #fetchNews() {
    if (this.phase !== "ready") return;
    const { line } = this;
    const { status, rows } = await line.client.history(Math.max(0, lastSeq(this.entries) - OVERLAP));
    if (line === this.line) this.merge(rows, { status: status ?? this.status });
  }
}
