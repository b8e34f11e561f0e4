// The component's styles, parsed once per page. Constructed sheets need no 'unsafe-inline' in a site's policy.
import base from "./styles/base.css";
import composer from "./styles/composer.css";
import extras from "./styles/extras.css";
import panel from "./styles/panel.css";
import theme from "./styles/theme.css";
import thread from "./styles/thread.css";

const CSS_TEXT = theme + base + panel + thread + extras + composer;
/** @type {CSSStyleSheet | undefined} */
let shared;

/** @param {ShadowRoot} root */
export function adoptStyles(root) {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    if (!shared) (shared = new CSSStyleSheet()).replaceSync(CSS_TEXT);
    root.adoptedStyleSheets = [shared];
    return;
  }
  const style = document.createElement("style");
  style.textContent = CSS_TEXT;
  root.append(style);
}
