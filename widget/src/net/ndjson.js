// Newline-delimited JSON that arrives in any pieces, also cut inside one character.
/** @import {Chunk} from "../types.js" */

const MAX_LINE = 1_000_000;

export class LineSplitter {
  #decoder = new TextDecoder();
  #rest = "";

  /** The lines that these bytes complete. @param {Uint8Array} bytes */
  push(bytes) {
    return this.#split(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The last line, which may lack its newline. */
  end() {
    return this.#split(`${this.#decoder.decode()}\n`);
  }

  /** @param {string} piece */
  #split(piece) {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > MAX_LINE) this.#rest = "";
    return lines;
  }
}

/** One line as a chunk; anything else (blank, comment, broken JSON, another shape) is null. @param {string} line @returns {Chunk | null} */
export function parseChunk(line) {
  const value = parseJson(line.trim().replace(/^data:\s*/, ""));
  if (typeof value !== "object" || value === null || typeof /** @type {any} */ (value).type !== "string") return null;
  const { type, content, metadata } = /** @type {any} */ (value);
  return { type, content, node: typeof metadata?.nodeName === "string" ? metadata.nodeName : "" };
}

/** @param {string} text @returns {unknown} */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
