// How one turn gets its answer whatever the network does. The turn's id makes every repetition safe:
// the server answers it again without a second model call.
/** @import {Answer, Turn} from "../types.js" */
/** @import {Client} from "../net/client.js" */
import { Failure } from "../net/failure.js";
import { readTurn, TurnReader } from "../net/turn_reader.js";
import { Silence } from "./silence.js";

const BUSY_WAIT = 1_500;
const BUSY_TRIES = 40;
const LAST_HOPE = 10_000;
const STRIKES = 2;
/** A stream tells «expired» in its last chunk only; the whole request gets a 401, which renews the session. @type {string[]} */
const WORTH_ASKING_AGAIN = ["cut", "unreachable", "busy", "expired"];

export class TurnAsker {
  #strikes = 0;

  /** @param {Client} client */
  constructor(client) {
    this.client = client;
  }

  /**
   * @param {Turn} turn @param {(reader: TurnReader) => void} onProgress @param {AbortSignal} signal
   * @returns {Promise<Answer>}
   */
  async ask(turn, onProgress, signal) {
    const whole = once(() => this.#askWhole(turn, signal));
    if (!this.canStream) return whole();
    const silence = new Silence();
    const stream = abortableBy(signal);
    const streamed = this.#stream(turn, onProgress, silence, stream.signal).catch((failure) => {
      if (signal.aborted) throw new Failure("stopped");
      if (!WORTH_ASKING_AGAIN.includes(failure.kind)) throw failure;
      return whole().catch((second) => Promise.reject(clearer(failure, second)));
    });
    const afterSilence = silence.fallen.then(() => this.#askBeside(whole, silence, streamed));
    return Promise.race([streamed, afterSilence]).finally(() => {
      silence.stop();
      stream.abort();
    });
  }

  get canStream() {
    return typeof ReadableStream === "function" && this.#strikes < STRIKES;
  }

  /** @param {Turn} turn @param {(reader: TurnReader) => void} onProgress @param {Silence} silence @param {AbortSignal} signal */
  async #stream(turn, onProgress, silence, signal) {
    const reader = new TurnReader();
    const response = await this.client.stream(turn, signal);
    return readTurn(response, reader, () => onProgress(reader), () => silence.broken());
  }

  /** The open stream may still win, and is the last hope if the second way fails. @param {() => Promise<Answer>} whole @param {Silence} silence @param {Promise<Answer>} streamed */
  async #askBeside(whole, silence, streamed) {
    try {
      const answer = await whole();
      if (!silence.everBroken) this.#strikes += 1; // something on the way holds streams back
      return answer;
    } catch (failure) {
      if (failure instanceof Failure && failure.kind === "stopped") throw failure;
      return Promise.race([streamed, lastHope(failure)]);
    }
  }

  /** @param {Turn} turn @param {AbortSignal} signal @returns {Promise<Answer>} */
  async #askWhole(turn, signal) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.client.ask(turn, signal);
      } catch (failure) {
        const isBusy = failure instanceof Failure && failure.kind === "busy";
        if (!isBusy || attempt === BUSY_TRIES) throw isBusy ? new Failure("unavailable") : failure;
        await pause((failure.retryAfter ?? 0) * 1000 || BUSY_WAIT, signal);
      }
    }
  }
}

/** A visitor who saw half an answer is told of the cut, unless there is more to say. @param {Failure} first @param {Failure} second */
function clearer(first, second) {
  return first.kind === "cut" && ["unreachable", "unavailable"].includes(second.kind) ? first : second;
}

/** @template T @param {() => Promise<T>} action @returns {() => Promise<T>} */
function once(action) {
  /** @type {Promise<T> | undefined} */
  let result;
  return () => (result ??= action());
}

/** @param {unknown} failure @returns {Promise<never>} */
function lastHope(failure) {
  return new Promise((_, reject) => setTimeout(() => reject(failure), LAST_HOPE));
}

/** @param {AbortSignal} signal */
function abortableBy(signal) {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  signal.addEventListener("abort", () => controller.abort(), { once: true });
  return controller;
}

/** @param {number} milliseconds @param {AbortSignal} signal @returns {Promise<void>} */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => reject(new Failure("stopped")), { once: true });
  });
}
