// Builds what the browser gets: one style sheet, one script, the editor apart, fonts, icons. Run: `.venv/bin/node build.mjs`.
// Inputs: this file, package-lock.json, driehoek/ui/source/**, tools/rename_fonts.py. Output: static/built/ (never committed).
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import esbuild from "esbuild";

import { checkTokens, pruneTokens } from "./driehoek/ui/source/tokens.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "driehoek/ui/source");
const built = join(root, "static/built");
const modules = join(root, "node_modules");
const browsers = ["chrome123", "firefox120", "safari17.5"];

rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, "fonts"), { recursive: true });

const common = {
  bundle: true,
  minify: true,
  outdir: built,
  target: browsers,
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
  nodePaths: [modules],
};

await esbuild.build({
  ...common,
  entryPoints: { app: join(source, "css/app.css") },
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  plugins: [pruneTokens(join(modules, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"), source)],
});
checkTokens(readFileSync(join(built, "app.css"), "utf8"), source);

const standIn = join(source, "js/editor/entities.js");
await esbuild.build({
  ...common,
  format: "esm",
  entryPoints: { app: join(source, "js/app.js"), editor: join(source, "js/editor.js") },
  alias: { entities: standIn, "linkify-it": standIn },
});

writeFileSync(join(built, "icons.svg"), sprite(JSON.parse(readFileSync(join(source, "icons.json"), "utf8"))));
for (const name of ["favicon.svg", "mark.svg"]) cpSync(join(source, name), join(built, name));
execFileSync(python(), [join(root, "tools/rename_fonts.py"), join(modules, "@expo-google-fonts/source-sans-3"), join(built, "fonts")], {
  stdio: "inherit",
});

/** One file with a symbol per icon; pages draw them with `<use>`, so that each takes the colour of its text. */
function sprite(names) {
  const symbols = names.map((name) => {
    const svg = readFileSync(join(modules, `lucide-static/icons/${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

/** The Python that runs the build: the one of the environment. */
function python() {
  return process.env.DRIEHOEK_PYTHON ?? join(root, ".venv/bin/python");
}
