// Keeps the focus inside the chat: when what has it goes away, and when Tab would leave the full-screen chat of a phone.

const FOCUSABLE = "a[href], button:not([disabled]), textarea:not([disabled]), input:not([disabled]), [tabindex='0']";

/** Gives the focus a new place when what has it is removed, hidden or disabled. @param {HTMLElement} panel @param {() => void} refocus */
export function holdFocus(panel, refocus) {
  /** @type {Element | null} */
  let held = null;
  const isGone = () => held !== null && (!panel.contains(held) || held.matches(":disabled") || held.closest("[hidden]") !== null);
  panel.addEventListener("focusin", ({ target }) => (held = /** @type {Element} */ (target)));
  panel.addEventListener("focusout", () => queueMicrotask(() => {
    if (!isGone() && focusedIn(panel) !== held) held = null; // the visitor left it
  }));
  new MutationObserver(() => {
    if (!isGone()) return;
    const isLost = !panel.hidden && [null, held].includes(focusedIn(panel)) && isNowhereElse(panel);
    held = null;
    if (isLost) refocus();
  }).observe(panel, { subtree: true, childList: true, attributeFilter: ["hidden", "disabled"] });
}

/** The page may have taken it meanwhile. @param {HTMLElement} panel */
function isNowhereElse(panel) {
  const host = /** @type {ShadowRoot} */ (panel.getRootNode()).host;
  return [null, document.body, host].includes(document.activeElement);
}

/** @param {KeyboardEvent} event @param {HTMLElement} panel */
export function keepInside(event, panel) {
  if (event.key !== "Tab") return;
  const stops = [...panel.querySelectorAll(FOCUSABLE)].filter(isReachable);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const current = focusedIn(panel);
  const leaves = event.shiftKey ? current === first || current === panel : current === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** @param {Element} element @returns {element is HTMLElement} */
function isReachable(element) {
  return element instanceof HTMLElement && element.tabIndex >= 0 && element.getClientRects().length > 0;
}

/** What has the focus there: the document names only the component. @param {HTMLElement} panel */
function focusedIn(panel) {
  return /** @type {ShadowRoot} */ (panel.getRootNode()).activeElement;
}
