// One error for everything that can go wrong with a turn. It has a kind, never a text: the words are ours (messages.js).

/**
 * offline: the browser has no network · unreachable: no answer came · cut: the answer stopped in the middle
 * rate_limited 429 · unavailable 5xx · too_large 413 · invalid 400 · forbidden 403 · expired 401
 * budget_used_up 429: the day's budget · crowded 503: too many visitors at once · busy: the same turn is still being answered · stopped: the visitor pressed stop
 * @typedef {"offline" | "unreachable" | "cut" | "rate_limited" | "budget_used_up" | "crowded" | "unavailable" | "too_large" | "invalid" | "forbidden" | "expired" | "busy" | "stopped"} FailureKind
 */

/** Kinds after which it makes sense to wait before the same turn is sent again. @type {FailureKind[]} */
export const WAITING = ["rate_limited", "crowded"];
export const DEFAULT_RETRY_SECONDS = 20;
const MAX_RETRY_SECONDS = 3600;

/** @type {Record<number, FailureKind>} */
const KIND_BY_STATUS = {
  202: "busy", 400: "invalid", 401: "expired", 403: "forbidden", 409: "busy", 413: "too_large", 422: "invalid", 429: "rate_limited",
};

/** Without a status (the last chunk of a stream) only the stable code tells. @type {[RegExp, FailureKind][]} */
const KIND_BY_CODE = [
  [/budget/, "budget_used_up"],
  [/rate|too_many|throttl/, "rate_limited"],
  [/large|too_long/, "too_large"],
  [/origin|forbidden/, "forbidden"],
  [/session|token|unauthori[sz]ed|expired/, "expired"],
  [/progress|pending|conflict/, "busy"],
  [/invalid|empty|missing|bad_request|required/, "invalid"],
];

export class Failure extends Error {
  /** @param {FailureKind} kind @param {number | null} [retryAfter] seconds */
  constructor(kind, retryAfter = null) {
    super(kind);
    this.kind = kind;
    this.retryAfter = WAITING.includes(kind) ? (retryAfter ?? DEFAULT_RETRY_SECONDS) : retryAfter;
  }
}

/** @param {number} status @param {string | null} retryAfterHeader @param {unknown} body @param {number} now */
export function failureFromReply(status, retryAfterHeader, body, now) {
  const error = errorOf(body);
  if (error?.code === "budget_used_up") return new Failure("budget_used_up");
  const kind = error?.code === "crowded" ? "crowded" : (KIND_BY_STATUS[status] ?? "unavailable");
  // Another origin reads Retry-After only where the server exposes it: the body may repeat it.
  return new Failure(kind, retryAfterSeconds(retryAfterHeader, now) ?? retryAfterOf(error));
}

/** The error object of a body or of a stream's last chunk, if it is one. @param {unknown} body */
export function failureFromBody(body) {
  const error = errorOf(body);
  if (!error) return null;
  const code = String(error.code ?? "").toLowerCase();
  const status = Number(error.status ?? code);
  const kind = KIND_BY_STATUS[status] ?? KIND_BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? "unavailable";
  return new Failure(kind, retryAfterOf(error));
}

/** Seconds from "12" or from a date. @param {string | null} value @param {number} now */
export function retryAfterSeconds(value, now) {
  if (!value?.trim()) return null;
  const seconds = Number(value);
  return bounded(Number.isFinite(seconds) ? seconds : (Date.parse(value) - now) / 1000);
}

/** @param {unknown} body @returns {Record<string, unknown> | null} */
function errorOf(body) {
  const error = typeof body === "object" && body !== null ? /** @type {any} */ (body).error : null;
  return typeof error === "object" && error !== null ? error : null;
}

/** @param {Record<string, unknown> | null} error */
function retryAfterOf(error) {
  const seconds = error?.retry_after ?? error?.retry_after_seconds;
  return seconds === undefined || seconds === null ? null : bounded(Number(seconds));
}

/** @param {number} seconds */
function bounded(seconds) {
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), MAX_RETRY_SECONDS) : null;
}
