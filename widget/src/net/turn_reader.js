// What the chunks of one turn add up to: who answers, the text so far, and the authoritative answer or failure.
/** @import {Agent, Answer, Chunk} from "../types.js" */
import { toAnswer } from "./decode.js";
import { Failure, failureFromBody } from "./failure.js";
import { LineSplitter, parseChunk, parseJson } from "./ndjson.js";

/** @type {Record<string, Agent | undefined>} */
const AGENT_BY_NODE = { Audrey: "audrey", Carole: "carole" };

export class TurnReader {
  /** @type {Agent | null} */ agent = null;
  /** @type {Answer | null} */ answer = null;
  /** @type {Failure | null} */ failure = null;
  text = "";

  /** Says whether something visible changed. @param {Chunk} chunk */
  accept(chunk) {
    const agent = AGENT_BY_NODE[chunk.node];
    if (agent) return this.#acceptExpert(agent, chunk);
    if (chunk.type === "item") this.#acceptFinal(chunk.content);
    return false; // an `error` chunk may come from a handled node, and its text from the inside: never shown
  }

  /** @param {Agent} agent @param {Chunk} chunk */
  #acceptExpert(agent, chunk) {
    if (chunk.type !== "begin" && chunk.type !== "item") return false;
    this.agent = agent;
    if (chunk.type === "begin") this.text = ""; // the node was retried: it starts over
    else if (typeof chunk.content === "string") this.text += chunk.content;
    return true;
  }

  /** @param {unknown} content */
  #acceptFinal(content) {
    const value = typeof content === "string" ? parseJson(content) : content;
    this.answer = toAnswer(value) ?? this.answer;
    this.failure = failureFromBody(value) ?? this.failure;
  }
}

/**
 * Reads a streamed reply to its end; a reply without the final object was cut.
 * @param {Response} response @param {TurnReader} reader @param {() => void} onProgress @param {() => void} onBytes
 * @returns {Promise<Answer>}
 */
export async function readTurn(response, reader, onProgress, onBytes) {
  const lines = new LineSplitter();
  /** @param {string[]} complete */
  const accept = (complete) => {
    const chunks = complete.map(parseChunk).filter((chunk) => chunk !== null);
    if (chunks.map((chunk) => reader.accept(chunk)).some(Boolean)) onProgress();
  };
  for await (const bytes of bytesOf(response)) {
    onBytes();
    accept(lines.push(bytes));
    if (reader.answer) return reader.answer; // authoritative: what may follow adds nothing
  }
  accept(lines.end());
  if (reader.answer) return reader.answer;
  throw reader.failure ?? new Failure("cut");
}

/** Safari has no async iteration of streams. @param {Response} response */
async function* bytesOf(response) {
  const source = response.body?.getReader();
  if (!source) throw new Failure("cut");
  try {
    for (;;) {
      const { done, value } = await source.read().catch(() => Promise.reject(new Failure("cut")));
      if (done) return;
      yield value;
    }
  } finally {
    source.cancel().catch(() => {});
  }
}
