// `node build.mjs [outfile]`: src/main.js and what it imports -> one file for any page.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** A style sheet becomes a minified string, which the component adopts in its shadow root. */
const styleSheetAsText = {
  name: "style-sheet-as-text",
  setup(/** @type {import("esbuild").PluginBuild} */ pluginBuild) {
    pluginBuild.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

await build({
  entryPoints: [here("src/main.js")],
  outfile: process.argv[2] ?? here("dist/sales-copilot.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome111", "firefox113", "safari16.2"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Sales Copilot, built from widget/src by `pnpm build`: do not edit. */" },
  plugins: [styleSheetAsText],
  logLevel: "warning",
});
