// Line icons on a 24-unit square, drawn in the text's colour.
import { svg } from "./dom.js";

const PATHS = {
  chat: ["M20.5 11.6c0 4.2-3.9 7.6-8.6 7.6-1.2 0-2.4-.2-3.4-.6L4 20l1.3-3.7a7 7 0 0 1-2-4.7C3.3 7.4 7.2 4 11.9 4s8.6 3.4 8.6 7.600Z", "M8.5 11.700h.01M12 11.700h.01M15.5 11.700h.01"],
  close: ["M6.5 6.500l11 11M17.5 6.500l-11 11"],
  send: ["M12 19V5.5", "M6 11l6-6 6 6"],
  stop: ["M8 8h8v8H8z"],
  copy: ["M9 9h10v11H9z", "M15 9V4.500H5V15h4"],
  check: ["M5 12.500l4.5 4.500L19 7.5"],
  up: ["M7.5 11l4-7c1.5 0 2.5 1 2.5 2.600V10h4.600c1 0 1.7.9 1.5 1.900l-1.3 6.300a1.6 1.6 0 0 1-1.6 1.300H7.500Z", "M7.5 11H4v8.500h3.5"],
  down: ["M7.5 13l4 7c1.5 0 2.5-1 2.5-2.600V14h4.600c1 0 1.7-.9 1.5-1.900l-1.3-6.300a1.6 1.6 0 0 0-1.6-1.300H7.500Z", "M7.5 13H4V4.500h3.5"],
  retry: ["M19.5 12a7.5 7.5 0 1 1-2.3-5.4", "M19.8 3.500v4h-4"],
  plus: ["M12 5.500v13M5.5 12h13"],
  page: ["M6.5 3.500h7.500l4 4v13H6.500z", "M9.5 12h5.500M9.5 15.500h5.500M13.5 3.800V8h4.2"],
  arrow: ["M7 17L17 7M9 7h8v8"],
  below: ["M12 5v13.5", "M6 13l6 6 6-6"],
  spark: ["M12 4l1.9 5.100L19 11l-5.1 1.900L12 18l-1.9-5.100L5 11l5.1-1.900Z", "M19 16.500v4M17 18.500h4"],
  alert: ["M12 8v5M12 16.300v.1", "M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z"],
  clock: ["M12 7.500V12l3 2", "M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z"],
  mail: ["M3.5 6h17v12.500h-17z", "M4 6.500l8 6.5 8-6.5"],
};

/** @typedef {keyof typeof PATHS} IconName */

/** @param {IconName} name */
export function icon(name) {
  const paths = PATHS[name].map((d) => svg("path", { d }));
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" };
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", ...line }, ...paths);
}
