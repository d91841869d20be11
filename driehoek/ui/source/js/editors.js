// Long text: the editor is fetched only when a page has one. If that fails, the text box with Markdown remains.
import { fresh } from "./fresh.js";

export function start(root) {
  const boxes = fresh(root, 'textarea[data-editor="markdown"]', "editor");
  if (!boxes.length) return;
  import(document.body.dataset.editorSrc)
    .then(({ enhance }) => boxes.forEach(enhance))
    .catch(() => {}); // the text box itself remains
}
