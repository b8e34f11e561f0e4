// The element's attributes as typed options. A page's slip of the pen must not break the chat: unknown values fall back.
/** @import {Options} from "./types.js" */
import { messagesFor } from "./messages.js";
import { parseJson } from "./net/ndjson.js";

export const ATTRIBUTES = [
  "webhook-url", "position", "greeting", "accent", "theme", "lang", "avatar-audrey", "avatar-carole", "messages", "open",
];

/** @param {HTMLElement} element @returns {Options} */
export function readOptions(element) {
  const attribute = (/** @type {string} */ name) => element.getAttribute(name)?.trim() || null;
  const theme = attribute("theme");
  return {
    webhookUrl: webhookUrl(attribute("webhook-url")),
    position: attribute("position") === "left" ? "left" : "right",
    greeting: attribute("greeting"),
    accent: attribute("accent"),
    language: attribute("lang") ?? "fr",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    avatarAudrey: pictureUrl(attribute("avatar-audrey")),
    avatarCarole: pictureUrl(attribute("avatar-carole")),
    messages: messagesFor(attribute("lang") ?? "fr", parseJson(attribute("messages") ?? "null")),
  };
}

/** @param {string | null} text */
function webhookUrl(text) {
  const url = resolve(text);
  if (url) return url.href.replace(/\/+$/, "");
  console.warn("<sales-copilot>: the attribute webhook-url must be an http(s) address");
  return "";
}

/** @param {string | null} text */
function pictureUrl(text) {
  return resolve(text)?.href ?? null;
}

/** @param {string | null} text */
function resolve(text) {
  if (!text) return null;
  try {
    const url = new URL(text, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
