// Turns untrusted JSON into the shapes of types.js, or into null. Nothing else reads the wire's names.
/** @import {Agent, Answer, Rating, Role, Row, SessionReply, Status, Upsell} from "../types.js" */

/** @type {Agent[]} */
const AGENTS = ["audrey", "carole", "escalate"];
/** @type {Role[]} */
const ROLES = ["user", "assistant", "team", "notice"];
/** @type {Status[]} */
const STATUSES = ["bot", "human", "closed"];
/** @type {Rating[]} */
const RATINGS = ["up", "down"];
const MAX_SOURCES = 6;

/** @param {unknown} value @returns {Answer | null} */
export function toAnswer(value) {
  const data = record(value);
  const agent = oneOf(data?.agent, AGENTS);
  if (!data || !agent || typeof data.response !== "string") return null;
  return {
    response: data.response,
    agent,
    sources: toSources(data.sources),
    upsell: toUpsell(data.upsell),
    nextAction: data.next_action === "human_handoff" ? "human_handoff" : null,
    status: oneOf(data.status, STATUSES),
  };
}

/** @param {unknown} value @returns {Row | null} */
export function toRow(value) {
  const data = record(value);
  const role = oneOf(data?.role, ROLES);
  if (!data || !role) return null;
  return {
    seq: typeof data.seq === "number" && Number.isFinite(data.seq) ? data.seq : null,
    turnId: text(data.turn_id) || null,
    role,
    content: text(data.content),
    agent: oneOf(data.agent, AGENTS),
    sources: toSources(data.sources),
    upsell: toUpsell(data.upsell),
    nextAction: data.next_action === "human_handoff" ? "human_handoff" : null,
    feedback: oneOf(data.feedback, RATINGS),
  };
}

/** @param {unknown} value @returns {Row[]} */
export function toRows(value) {
  return Array.isArray(value) ? value.map(toRow).filter((row) => row !== null) : [];
}

/** @param {unknown} value @returns {{status: Status | null, rows: Row[]}} */
export function toHistory(value) {
  const data = record(value);
  return { status: oneOf(data?.status, STATUSES), rows: toRows(data?.messages) };
}

/** @param {unknown} value */
export function toStatus(value) {
  return oneOf(value, STATUSES);
}

/** @param {unknown} value @returns {SessionReply | null} */
export function toSession(value) {
  const data = record(value);
  if (!data || !text(data.conversation_id) || !text(data.token)) return null;
  const expiresAt = Date.parse(text(data.expires_at));
  return {
    conversationId: text(data.conversation_id),
    token: text(data.token),
    expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
    status: oneOf(data.status, STATUSES) ?? "bot",
    aiNotice: text(data.ai_notice),
    rows: toRows(data.messages),
  };
}

/** A source is a file name, or an object that carries one. @param {unknown} value */
function toSources(value) {
  if (!Array.isArray(value)) return [];
  const names = value.map((item) => text(item) || text(record(item)?.filename) || text(record(item)?.title));
  return [...new Set(names.filter(Boolean))].slice(0, MAX_SOURCES);
}

/** @param {unknown} value @returns {Upsell | null} */
function toUpsell(value) {
  const data = record(value);
  const offer = text(data?.offer);
  return offer ? { offer, text: text(data?.text), url: text(data?.url) } : null;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value : "";
}

/** @param {unknown} value @returns {Record<string, unknown> | null} */
function record(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {any} */ (value) : null;
}

/** @template {string} T @param {unknown} value @param {readonly T[]} allowed @returns {T | null} */
function oneOf(value, allowed) {
  return allowed.find((item) => item === value) ?? null;
}
