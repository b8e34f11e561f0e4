// Tells a screen reader «Audrey écrit…» and then the finished answer, each once; old messages are not read again.
/** @import {Entry} from "../types.js" */
/** @import {Ui} from "./ui.js" */
import { parseMarkdown } from "../text/markdown.js";
import { plainText } from "../text/render.js";
import { wordsFor } from "./failure_card.js";

export class Announcer {
  /** @type {Map<string, string>} */ #told = new Map();

  /** @param {Ui} ui */
  constructor(ui) {
    this.ui = ui;
  }

  /** @param {boolean} isHistory  what is there when the chat opens */
  update(isHistory) {
    for (const entry of this.ui.conversation.entries) {
      const [step, text] = this.#news(entry);
      const before = this.#told.get(entry.key);
      if (step === before) continue;
      this.#told.set(entry.key, step);
      const isOld = before === undefined && step === "done" && isHistory;
      if (text && !isOld) this.ui.announce(text);
    }
  }

  /** @param {Entry} entry @returns {[string, string]} */
  #news(entry) {
    const { t } = this.ui;
    if (entry.role === "user") return ["typed", ""];
    if (entry.failure) return [`failed:${entry.failure.kind}`, t(wordsFor(entry.failure))];
    if (entry.state === "stopped") return ["stopped", t("stopped")];
    const name = t(entry.role === "team" ? "escalate" : (entry.agent ?? "title"));
    if (entry.state !== "done") return entry.agent ? ["writing", t("writing", { name })] : ["waiting", ""];
    const text = plainText(parseMarkdown(entry.content));
    return ["done", entry.role === "notice" ? text : t("says", { name, text })];
  }
}
