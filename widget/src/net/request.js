// One HTTP request: a good reply, or a Failure. Cookies never travel.
import { Failure, failureFromReply } from "./failure.js";

/**
 * @typedef {object} RequestInput
 * @property {unknown} [body]
 * @property {string | null} [token]
 * @property {AbortSignal} [signal]
 * @property {number} timeout  milliseconds until the reply's headers
 */

/** @param {string} url @param {RequestInput} input */
export async function request(url, { body, token, signal, timeout }) {
  const limit = withTimeout(signal, timeout);
  let response;
  try {
    response = await fetch(url, { ...initOf(body, token), signal: limit.signal });
  } catch {
    throw new Failure(signal?.aborted ? "stopped" : navigator.onLine ? "unreachable" : "offline");
  } finally {
    limit.clear();
  }
  if (response.ok && response.status !== 202) return response;
  throw failureFromReply(response.status, response.headers.get("Retry-After"), await jsonOf(response), Date.now());
}

/** @param {string} url @param {RequestInput} input @returns {Promise<unknown>} */
export async function requestJson(url, input) {
  const response = await request(url, input);
  try {
    return await response.json();
  } catch {
    throw new Failure(input.signal?.aborted ? "stopped" : "cut");
  }
}

/** @param {unknown} body @param {string | null | undefined} token @returns {RequestInit} */
function initOf(body, token) {
  return {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
  };
}

/** @param {Response} response */
function jsonOf(response) {
  return response.json().catch(() => null);
}

/** Follows the caller's signal for the whole reply, the time limit only until the headers. @param {AbortSignal | undefined} signal @param {number} milliseconds */
function withTimeout(signal, milliseconds) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(abort, milliseconds);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
