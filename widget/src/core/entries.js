// The list of messages as pure functions: what the visitor typed at once, what the server confirms later, never twice.
/** @import {Answer, Entry, Row} from "../types.js" */

/** The same message has the same key wherever it comes from: this page, another tab, the history. @param {Row} row */
export function keyOf(row) {
  if (row.turnId && (row.role === "user" || row.role === "assistant")) return `${row.role}:${row.turnId}`;
  return row.seq === null ? `${row.role}:${row.content}` : `seq:${row.seq}`;
}

/** @param {Row} row @returns {Entry} */
export function entryOf(row) {
  return { ...row, key: keyOf(row), state: "done", failure: null };
}

/** The visitor's message and the place of its answer. @param {string} turnId @param {string} message @returns {Entry[]} */
export function newTurn(turnId, message) {
  return [
    { ...entryOf({ ...EMPTY_ROW, turnId, role: "user", content: message }), state: "sending" },
    { ...entryOf({ ...EMPTY_ROW, turnId, role: "assistant" }), state: "waiting" },
  ];
}

/** The last question, when nobody has answered it yet. @param {Entry[]} entries */
export function unansweredTurn(entries) {
  const last = entries.at(-1);
  return last?.role === "user" && last.state === "done" ? last.turnId : null;
}

/** @type {Row} */
const EMPTY_ROW = {
  seq: null, turnId: null, role: "user", content: "", agent: null, sources: [], upsell: null, nextAction: null, feedback: null,
};

/** @param {Answer} answer @returns {Partial<Entry>} */
export function patchOf(answer) {
  const { response, agent, sources, upsell, nextAction } = answer;
  return { content: response, agent, sources, upsell, nextAction, state: "done", failure: null };
}

/** @param {Entry[]} entries @param {string} key @param {Partial<Entry>} patch */
export function patched(entries, key, patch) {
  return entries.map((entry) => (entry.key === key ? { ...entry, ...patch } : entry));
}

/** @param {Entry[]} entries @param {string} key */
export function without(entries, key) {
  return entries.filter((entry) => entry.key !== key);
}

/** What the server knows, laid over what the page shows. @param {Entry[]} entries @param {Row[]} rows */
export function merged(entries, rows) {
  if (rows.length === 0) return entries;
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  for (const row of rows.filter(isVisible)) byKey.set(keyOf(row), confirmed(byKey.get(keyOf(row)), row));
  const list = [...byKey.values()];
  return isSame(list, entries) ? entries : inOrder(list);
}

/** @param {Row} row */
function isVisible(row) {
  return row.content.trim() !== "";
}

/** @param {Entry | undefined} known @param {Row} row @returns {Entry} */
function confirmed(known, row) {
  if (!known) return entryOf(row);
  const seq = row.seq ?? known.seq;
  const isOurs = known.state === "streaming" || known.state === "waiting" || known.state === "stopped";
  if (isOurs && row.role === "assistant") return known.seq === seq ? known : { ...known, seq };
  /** @type {Entry} */
  const next = { ...known, ...row, seq, state: known.state === "delivered" ? known.state : "done", failure: null };
  return JSON.stringify(next) === JSON.stringify(known) ? known : next;
}

/** @param {Entry[]} a @param {Entry[]} b */
function isSame(a, b) {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}

/** By the server's number; what it has not numbered yet comes last, in the order of typing. @param {Entry[]} entries */
function inOrder(entries) {
  const numbered = entries.filter((entry) => entry.seq !== null).sort((a, b) => Number(a.seq) - Number(b.seq));
  return numbered.concat(entries.filter((entry) => entry.seq === null)).reduce(besideItsPair, []);
}

/** A question can be numbered before its answer is, or after: the pair stays together. @param {Entry[]} list @param {Entry} entry */
function besideItsPair(list, entry) {
  const pair = entry.seq === null && entry.turnId ? list.findIndex(({ turnId }) => turnId === entry.turnId) : -1;
  list.splice(pair < 0 ? list.length : pair + (entry.role === "user" ? 0 : 1), 0, entry);
  return list;
}

/** @param {Entry[]} entries */
export function lastSeq(entries) {
  return entries.reduce((last, entry) => Math.max(last, entry.seq ?? 0), 0);
}
