// Design tokens: take from the Voorbeeld theme only what our rules use, and refuse a name that nobody declares.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const USED = /var\(\s*(--[\w-]+)/g;
const DECLARED = /(--[\w-]+)\s*:\s*([^;{}]+)/g;

const withoutComments = (css) => css.replace(/\/\*[\s\S]*?\*\//g, "");
const uses = (css) => [...css.matchAll(USED)].map((match) => match[1]);
const declarations = (css) => new Map([...withoutComments(css).matchAll(DECLARED)].map((match) => [match[1], match[2].trim()]));

function ourSheets(source) {
  const folder = join(source, "css");
  return readdirSync(folder).map((name) => withoutComments(readFileSync(join(folder, name), "utf8")));
}

function componentSheets(source) {
  const entry = readFileSync(join(source, "css/components.css"), "utf8");
  return [...entry.matchAll(/@import "(@utrecht\/[^"]+)"/g)].map((match) => readFileSync(require.resolve(match[1]), "utf8"));
}

/** Serves `voorbeeld-tokens` as a style sheet: every token that is reached from a rule over `var(--…)`, and that we do not set ourselves. */
export function pruneTokens(themePath, source) {
  return {
    name: "voorbeeld-tokens",
    setup(build) {
      build.onResolve({ filter: /^voorbeeld-tokens$/ }, () => ({ path: "voorbeeld-tokens", namespace: "tokens" }));
      build.onLoad({ filter: /.*/, namespace: "tokens" }, () => {
        const theirs = declarations(readFileSync(themePath, "utf8"));
        const sheets = [...ourSheets(source), ...componentSheets(source)];
        const ours = declarations(readFileSync(join(source, "css/theme.css"), "utf8"));
        const kept = new Map();
        const queue = sheets.flatMap(uses);
        while (queue.length) {
          const name = queue.pop();
          if (kept.has(name) || ours.has(name) || !theirs.has(name)) continue;
          kept.set(name, theirs.get(name));
          queue.push(...uses(theirs.get(name)));
        }
        const lines = [...kept].map(([name, value]) => `${name}:${value};`);
        return { contents: `:root{${lines.join("")}}`, loader: "css", resolveDir: dirname(themePath) };
      });
    },
  };
}

/** A rule of ours that names a token nobody declares would silently fall apart: the build stops instead. */
export function checkTokens(builtCss, source) {
  const declared = new Set(declarations(builtCss).keys());
  const missing = ourSheets(source)
    .flatMap((css) => [...css.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map((match) => match[1]))
    .filter((name) => !declared.has(name));
  if (missing.length) throw new Error(`Design tokens that do not exist: ${[...new Set(missing)].join(", ")}`);
}
