// The turns that are being answered: each ends with an answer, with a failure that can be retried, or with the team.
/** @import {Answer} from "../types.js" */
/** @import {TurnReader} from "../net/turn_reader.js" */
/** @import {Conversation} from "./conversation.js" */
import { Failure } from "../net/failure.js";
import { pageUrl } from "../net/session.js";
import { patched, patchOf, without } from "./entries.js";

export class Turns {
  /** @type {Map<string, AbortController>} */ #running = new Map();

  /** @param {Conversation} conversation */
  constructor(conversation) {
    this.conversation = conversation;
  }

  get count() {
    return this.#running.size;
  }

  /** @param {string} turnId */
  has(turnId) {
    return this.#running.has(turnId);
  }

  stop() {
    for (const controller of this.#running.values()) controller.abort();
  }

  /** @param {string} turnId */
  async run(turnId) {
    const { conversation } = this;
    const { signal } = this.#begin(turnId);
    const turn = { message: conversation.questionOf(turnId), turnId, pageUrl: pageUrl() };
    try {
      const answer = await conversation.line.asker.ask(turn, (reader) => this.#progress(turnId, reader), signal);
      this.#settle(turnId, answer);
    } catch (failure) {
      this.#fail(turnId, failure instanceof Failure ? failure : new Failure("unavailable"));
    } finally {
      this.#running.delete(turnId);
      conversation.change({});
    }
  }

  /** @param {string} turnId */
  #begin(turnId) {
    const controller = new AbortController();
    this.#running.set(turnId, controller);
    this.conversation.change({});
    return controller;
  }

  /** @param {string} turnId @param {TurnReader} reader */
  #progress(turnId, { agent, text }) {
    if (!this.has(turnId)) return;
    this.conversation.confirmSent(turnId);
    this.conversation.patchAnswer(turnId, { agent, content: text, state: text ? "streaming" : "waiting" });
  }

  /** @param {string} turnId @param {Answer} answer */
  #settle(turnId, answer) {
    const { conversation } = this;
    // a person has the thread already: the server's words are for callers without a widget
    const isWithTeam = conversation.status === "human" && answer.nextAction !== null;
    conversation.confirmSent(turnId);
    conversation.keepUnsent();
    conversation.change({ status: answer.status ?? (answer.nextAction ? "human" : conversation.status) });
    if (answer.response.trim() && !isWithTeam) conversation.patchAnswer(turnId, patchOf(answer));
    else this.#leaveToTeam(turnId);
    const pair = conversation.entries.filter((entry) => entry.turnId === turnId);
    conversation.tabs.tell(conversation.line.session.conversationId, pair, conversation.status);
    conversation.dispatchEvent(new CustomEvent("answer", { detail: { turnId, ...answer } }));
  }

  /** No expert answers: the place of the answer goes, the message says that it has arrived. @param {string} turnId */
  #leaveToTeam(turnId) {
    const entries = patched(this.conversation.entries, `user:${turnId}`, { state: "delivered" });
    this.conversation.change({ entries: without(entries, `assistant:${turnId}`) });
  }

  /** @param {string} turnId @param {Failure} failure */
  #fail(turnId, failure) {
    const { conversation } = this;
    if (failure.kind === "forbidden") conversation.failToOpen(failure);
    const isStopped = failure.kind === "stopped";
    conversation.patchAnswer(turnId, isStopped ? { state: "stopped" } : { state: "failed", failure });
    conversation.keepUnsent();
    conversation.dispatchEvent(new CustomEvent("failure", { detail: { turnId, kind: failure.kind } }));
  }
}
