// DOM nodes from data. There is no way to pass markup: strings become text, handlers must be functions.

/** @typedef {Node | string | null | undefined | false} Child */
const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, unknown>} [props] @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  return fill(element, ...children);
}

/** @param {string} tag @param {Record<string, string | number>} [props] @param {...Child} children @returns {SVGElement} */
export function svg(tag, props = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  return fill(element, ...children);
}

/** Replaces what an element holds. @template {Element} T @param {T} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return element;
}

/** @param {Element} element @param {string} name @param {unknown} value */
export function setProp(element, name, value) {
  if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), /** @type {EventListener} */ (value));
  else if (name.startsWith("on")) throw new TypeError(`${name} must be a function`);
  else if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}
