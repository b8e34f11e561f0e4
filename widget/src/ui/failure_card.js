// Our own words for what went wrong, and the way out: the same turn again.
/** @import {Failure} from "../net/failure.js" */
/** @import {Ui} from "./ui.js" */
import { WAITING } from "../net/failure.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

/** @type {string[]} */
const FINAL = ["forbidden"];

/** @param {Ui} ui @param {Failure} failure @param {() => void} onRetry */
export function failureCard({ t }, failure, onRetry) {
  const text = t(wordsFor(failure));
  const symbol = icon(WAITING.includes(failure.kind) ? "clock" : "alert");
  const card = h("div", { class: "failure", "data-kind": failure.kind }, symbol, h("p", {}, text));
  if (FINAL.includes(failure.kind)) return card;
  const label = h("span", {}, t("retry"));
  const button = h("button", { type: "button", class: "button quiet", onclick: onRetry }, icon("retry"), label);
  card.append(button);
  if (WAITING.includes(failure.kind) && failure.retryAfter) countDown(button, label, failure.retryAfter, t);
  return card;
}

/** @param {Failure} failure @returns {import("../messages.js").MessageKey} */
export function wordsFor({ kind }) {
  return kind === "busy" ? "unavailable" : kind;
}

/** @param {HTMLButtonElement} button @param {HTMLElement} label @param {number} seconds @param {Ui["t"]} t */
function countDown(button, label, seconds, t) {
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    fill(label, left > 0 ? t("retryIn", { time: clock(left) }) : t("retry"));
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(() => (button.isConnected ? tick() : clearInterval(timer)), 250);
  tick();
}

/** @param {number} seconds */
function clock(seconds) {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")}`;
}
