// What the page shows of a conversation, and the only door through which it changes.
/** @import {Entry, Phase, Row, Status} from "../types.js" */
/** @import {Failure} from "../net/failure.js" */
import { merged, patched } from "./entries.js";

/** @typedef {{entries: Entry[], status: Status, phase: Phase, failure: Failure | null, aiNotice: string}} Shown */

/** Tells «change» after each change. */
export class ConversationState extends EventTarget {
  /** @type {Entry[]} */ entries = [];
  /** @type {Status} */ status = "bot";
  /** @type {Phase} */ phase = "idle";
  /** @type {Failure | null} */ failure = null;
  aiNotice = "";

  /** @param {Partial<Shown>} news */
  change(news) {
    Object.assign(this, news);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Failure} failure */
  failToOpen(failure) {
    this.change({ phase: failure.kind === "forbidden" ? "forbidden" : "failed", failure });
  }

  /** @param {Row[]} rows @param {Partial<Shown>} [news] */
  merge(rows, news = {}) {
    this.change({ ...news, entries: merged(this.entries, rows) });
  }

  /** @param {string} turnId @param {Partial<Entry>} patch */
  patchAnswer(turnId, patch) {
    this.change({ entries: patched(this.entries, `assistant:${turnId}`, patch) });
  }

  /** @param {string} turnId */
  confirmSent(turnId) {
    this.change({ entries: patched(this.entries, `user:${turnId}`, { state: "done" }) });
  }

  /**
   * A person is to come, and none has written since the last hand-off; or since the notice that the one before is over,
   * because not every hand-off is in the history.
   */
  get isWaitingForPerson() {
    const marks = this.entries.map(({ role, nextAction }) => nextAction === "human_handoff" || role === "notice");
    const since = this.entries.slice(marks.lastIndexOf(true) + 1);
    return this.status === "human" && !since.some(({ role }) => role === "team");
  }

  /** @param {string} turnId */
  answerOf(turnId) {
    return this.entries.find(({ key }) => key === `assistant:${turnId}`) ?? null;
  }

  /** @param {string} turnId */
  questionOf(turnId) {
    return this.entries.find(({ key }) => key === `user:${turnId}`)?.content ?? "";
  }
}
