// Makes any accent colour readable: what is written on it, and it itself where it is written, reach contrast AA.

/** @typedef {[number, number, number]} Rgb */

const AA = 4.6;
const LIGHT_SURFACE = "#faf5f1";
const DARK_SURFACE = "#2b232d";

/** The colour as the browser understands it, or null. @param {string | null} text @returns {Rgb | null} */
export function parseColor(text) {
  if (!text || !CSS.supports("color", text)) return null;
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return null;
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** @param {Rgb} accent */
export function accentColors(accent) {
  const isDark = contrast(accent, [255, 255, 255]) >= 3.6;
  const fill = isDark ? readableOn(accent, [255, 255, 255]) : accent;
  return {
    "--_accent": hex(fill),
    "--_on-accent": isDark ? "#ffffff" : "#1d1520",
    "--_accent-text-light": hex(readableOn(accent, /** @type {Rgb} */ (parseHex(LIGHT_SURFACE)))),
    "--_accent-text-dark": hex(readableOn(accent, /** @type {Rgb} */ (parseHex(DARK_SURFACE)))),
  };
}

/** The nearest shade that can be read there. @param {Rgb} color @param {Rgb} background */
export function readableOn(color, background) {
  const goal = luminance(background) > 0.4 ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.04) {
    const shade = /** @type {Rgb} */ (color.map((part) => Math.round(part + (goal - part) * share)));
    if (contrast(shade, background) >= AA) return shade;
  }
  return /** @type {Rgb} */ ([goal, goal, goal]);
}

/** @param {Rgb} a @param {Rgb} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {Rgb} color */
function luminance(color) {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} text */
function parseHex(text) {
  return [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
}

/** @param {Rgb} color */
function hex(color) {
  return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
