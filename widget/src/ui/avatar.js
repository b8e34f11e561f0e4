// Small portraits in each one's colours; a page can give pictures instead.
/** @import {Agent, Options} from "../types.js" */
import { h, svg } from "./dom.js";

/** @typedef {[string, string]} Shape  path, fill */

const SKIN = { light: "#f4cdb0", tan: "#dfa780" };
const FACE = "M20 11.200c4 0 6.5 3.1 6.5 7.6 0 4.7-2.9 8.2-6.5 8.200s-6.5-3.5-6.5-8.200c0-4.5 2.5-7.6 6.5-7.600Z";
const NECK = "M16.8 23.500h6.400v6.300c0 2.2-6.4 2.2-6.4 0Z";
const SHOULDERS = "M5 42c.5-8 5.4-11.6 11.6-12.2 1.4 2.3 5.4 2.3 6.8 0C29.6 30.4 34.5 34 35 42Z";
const BOB = "M20 6.500c6.7 0 10.6 4.7 10.6 12 0 4.3.9 7.4-.9 11.3-1.7.8-4 .9-5.7.6h-8c-1.7.3-4 .2-5.7-.6-1.8-3.9-.9-7-.9-11.3 0-7.3 3.9-12 10.6-12Z";
const BOB_FRINGE = "M13 19.500c-.6-6.4 2.5-9.4 7-9.400s7.6 3 7 9.400c-1.9-.7-3.9-2.4-5-4.7-1.9 2.7-5.2 4.3-9 4.700Z";
const BUN = "M20 1.700c2.9 0 4.7 2 4.7 4.3 0 .7-.1 1.3-.4 1.8 3.7 1.5 5.7 5 5.7 9.8 0 2.3-.4 4.2-1.2 5.600H11.200C10.4 21.8 10 19.9 10 17.600c0-4.8 2-8.3 5.7-9.800a4 4 0 0 1-.4-1.800c0-2.3 1.8-4.3 4.7-4.300Z";
const BUN_FRINGE = "M13.2 18.300c-.5-5.3 2.5-8 6.8-8s7.3 2.7 6.8 8c-2.8-.6-4.7-2.3-5.8-4.4-1.2 2.4-4.1 4-7.8 4.400Z";

/** @type {Record<"audrey" | "carole", {background: string, smile: string, shapes: Shape[]}>} */
const PORTRAITS = {
  audrey: {
    background: "#cfe6df", smile: "#a4553f",
    shapes: [[BOB, "#33262f"], [NECK, "#e6b594"], [SHOULDERS, "#1f6b63"], [FACE, SKIN.light], [BOB_FRINGE, "#33262f"]],
  },
  carole: {
    background: "#fcdccf", smile: "#8c3d2c",
    shapes: [[BUN, "#8f4125"], [NECK, "#cb9068"], [SHOULDERS, "#b8434f"], [FACE, SKIN.tan], [BUN_FRINGE, "#8f4125"]],
  },
};

/** @param {Agent | null} agent @param {Options} options @returns {HTMLElement} */
export function avatar(agent, options) {
  const picture = agent === "audrey" ? options.avatarAudrey : agent === "carole" ? options.avatarCarole : null;
  const frame = h("span", { class: "avatar", "data-agent": agent ?? "unknown", "aria-hidden": "true" });
  if (picture) frame.append(h("img", { src: picture, alt: "", referrerpolicy: "no-referrer", decoding: "async" }));
  else frame.append(agent === "audrey" || agent === "carole" ? portrait(agent) : agent ? team() : spark());
  return frame;
}

/** @param {"audrey" | "carole"} agent */
function portrait(agent) {
  const { background, shapes, smile } = PORTRAITS[agent];
  return svg(
    "svg", { viewBox: "0 0 40 40", focusable: "false" },
    svg("rect", { width: 40, height: 40, fill: background }),
    ...shapes.map(([d, fill]) => svg("path", { d, fill })),
    svg("path", { d: "M17.3 18.900v.9M22.7 18.900v.9", stroke: "#33262f", "stroke-width": 1.5, "stroke-linecap": "round" }),
    svg("path", { d: "M17.4 22.800c1.5 1.5 3.7 1.5 5.2 0", fill: "none", stroke: smile, "stroke-width": 1.2, "stroke-linecap": "round" }),
  );
}

function team() {
  return svg(
    "svg", { viewBox: "0 0 40 40", focusable: "false" },
    svg("rect", { width: 40, height: 40, fill: "#e4ddf3" }),
    svg("path", { d: "M26.5 14a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM16 34c.6-6.5 4.6-9.5 10.5-9.500S36.4 27.5 37 34v7H16Z", fill: "#a99ad3" }),
    svg("path", { d: "M15.5 11a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM3.5 36c.6-8 5.2-12 12-12s11.4 4 12 12v6h-24Z", fill: "#5b4b8a", stroke: "#e4ddf3", "stroke-width": 1.6 }),
  );
}

function spark() {
  return svg(
    "svg", { viewBox: "0 0 40 40", focusable: "false" },
    svg("path", { class: "spark", d: "M20 10l2.6 7.400L30 20l-7.4 2.600L20 30l-2.6-7.400L10 20l7.4-2.600Z" }),
  );
}
