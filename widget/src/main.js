// Defines <sales-copilot>; a script tag with data-webhook-url also puts one on the page.
import { SalesCopilot } from "./element.js";
import { ATTRIBUTES } from "./options.js";

const TAG = "sales-copilot";
const script = ownScript();
if (!customElements.get(TAG)) customElements.define(TAG, SalesCopilot);
if (script?.dataset.webhookUrl) whenReady(() => insert(script));

function ownScript() {
  const current = document.currentScript ?? document.querySelector("script[data-webhook-url][src*='sales-copilot']");
  return current instanceof HTMLScriptElement ? current : null;
}

/** @param {() => void} action */
function whenReady(action) {
  if (document.body) action();
  else document.addEventListener("DOMContentLoaded", action, { once: true });
}

/** @param {HTMLScriptElement} script */
function insert(script) {
  if (document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  for (const name of ATTRIBUTES) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) element.setAttribute(name, value);
  }
  document.body.append(element);
}
