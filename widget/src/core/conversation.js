// What a visitor can do with a conversation, and what the server and the other tabs bring to it.
/** @import {Rating, SessionReply} from "../types.js" */
import { lastSeq, newTurn, unansweredTurn } from "./entries.js";
import { openLine } from "./line.js";
import { Poller } from "./poller.js";
import { ConversationState } from "./state.js";
import { Storage } from "./storage.js";
import { Tabs } from "./tabs.js";
import { Turns } from "./turns.js";
import { uuid } from "./uuid.js";

const OVERLAP = 4; // turns are saved after they are answered: a late row may carry an earlier number
/** @type {string[]} */
const HEALED_BY_NETWORK = ["offline", "unreachable", "cut"];

export class Conversation extends ConversationState {
  /** @type {string | null} */ #knownId = null;

  /** @param {string} webhookUrl */
  constructor(webhookUrl) {
    super();
    this.webhookUrl = webhookUrl;
    this.storage = new Storage(webhookUrl);
    this.line = this.#openLine();
    this.poller = new Poller(() => this.#fetchNews());
    this.tabs = new Tabs(this.storage.key, {
      onRows: (id, rows, status) => id === this.line.session.conversationId && this.merge(rows, { status: status ?? this.status }),
      onRestart: () => this.#beginAgain(),
    });
    this.turns = new Turns(this);
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
    await line.session.ensure().catch((failure) => line === this.line && this.failToOpen(failure));
  }

  /** @param {string} message */
  send(message) {
    const turnId = uuid();
    this.change({ entries: [...this.entries, ...newTurn(turnId, message)] });
    void this.turns.run(turnId);
  }

  /** The same turn again, with its first id: after a failure, or for the rest of a stopped answer. @param {string} turnId */
  retry(turnId) {
    this.patchAnswer(turnId, { state: "waiting", failure: null });
    void this.turns.run(turnId);
  }

  /** The last question that did not get through outlives the page. */
  keepUnsent() {
    const unsent = this.entries.filter(({ role, state }) => role === "user" && state === "sending");
    this.storage.writeUnsent(unsent.at(-1)?.content ?? "");
  }

  /** Whether an expert is answering: a person can be written to at any time. */
  get isAnswering() {
    return this.status !== "human" && this.turns.count > 0;
  }

  stop() {
    this.turns.stop();
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
    this.keepUnsent();
    if (wasOpen) await this.start();
  }

  /** @param {SessionReply} reply */
  #opened({ conversationId, rows, status, aiNotice }) {
    const isOther = this.#knownId !== null && this.#knownId !== conversationId;
    if (isOther) this.change({ entries: this.entries.filter(({ turnId }) => turnId && this.turns.has(turnId)) });
    this.#knownId = conversationId;
    this.merge(rows, { phase: "ready", failure: null, status, aiNotice });
    const turnId = status === "bot" ? unansweredTurn(this.entries) : null;
    if (turnId && !this.turns.has(turnId)) this.#resume(turnId);
  }

  /** The page was left in the middle of an answer: the same turn gives it without a second model call. @param {string} turnId */
  #resume(turnId) {
    this.change({ entries: [...this.entries, newTurn(turnId, "")[1]] });
    void this.turns.run(turnId);
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
