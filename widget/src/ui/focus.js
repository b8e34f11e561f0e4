// Keeps the Tab key inside the full-screen chat of a phone, where the page behind cannot be seen.

const FOCUSABLE = "a[href], button:not([disabled]), textarea:not([disabled]), input:not([disabled]), [tabindex='0']";

/** @param {KeyboardEvent} event @param {HTMLElement} panel */
export function keepInside(event, panel) {
  if (event.key !== "Tab") return;
  const stops = [...panel.querySelectorAll(FOCUSABLE)].filter(isReachable);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const current = /** @type {ShadowRoot} */ (panel.getRootNode()).activeElement;
  const leaves = event.shiftKey ? current === first || current === panel : current === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** @param {Element} element @returns {element is HTMLElement} */
function isReachable(element) {
  return element instanceof HTMLElement && element.tabIndex >= 0 && element.getClientRects().length > 0;
}
