// The calls of the server contract, each with the session's token, renewed once when a call answers 401.
/** @import {Answer, Rating, Turn} from "../types.js" */
/** @import {Session} from "./session.js" */
import { toAnswer, toHistory } from "./decode.js";
import { Failure, failureFromBody } from "./failure.js";
import { request, requestJson } from "./request.js";

const QUICK = 15_000;
const WHOLE_TURN = 90_000;

export class Client {
  /** @param {string} webhookUrl @param {Session} session */
  constructor(webhookUrl, session) {
    this.webhookUrl = webhookUrl;
    this.session = session;
  }

  /** @param {Turn} turn @param {AbortSignal} signal */
  stream(turn, signal) {
    return this.#authorized((token) =>
      request(`${this.webhookUrl}/stream`, { body: this.#bodyOf(turn), token, signal, timeout: WHOLE_TURN }),
    );
  }

  /** The whole answer at once. @param {Turn} turn @param {AbortSignal} signal @returns {Promise<Answer>} */
  async ask(turn, signal) {
    const reply = await this.#authorized((token) =>
      requestJson(this.webhookUrl, { body: this.#bodyOf(turn), token, signal, timeout: WHOLE_TURN }),
    );
    const answer = toAnswer(reply);
    if (!answer) throw failureFromBody(reply) ?? new Failure("unavailable");
    return answer;
  }

  /** @param {number} after */
  async history(after) {
    const url = `${this.webhookUrl}/history?after=${after}`;
    return toHistory(await this.#authorized((token) => requestJson(url, { token, timeout: QUICK })));
  }

  /** @param {string} turnId @param {Rating} rating */
  rate(turnId, rating) {
    return this.#post("/feedback", { turn_id: turnId, rating });
  }

  /** @param {string} email */
  leaveEmail(email) {
    return this.#post("/contact", { email });
  }

  /** @param {string} path @param {unknown} body */
  #post(path, body) {
    return this.#authorized((token) => request(this.webhookUrl + path, { body, token, timeout: QUICK }));
  }

  /** @param {Turn} turn */
  #bodyOf({ message, turnId, pageUrl }) {
    return { message, conversation_id: this.session.conversationId, turn_id: turnId, page_url: pageUrl };
  }

  /** @template T @param {(token: string | null) => Promise<T>} call */
  async #authorized(call) {
    await this.session.ensure();
    try {
      return await call(this.session.token);
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.kind !== "expired") throw failure;
    }
    await this.session.renew();
    return call(this.session.token);
  }
}
