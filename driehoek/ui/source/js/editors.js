// Long text: the editor is fetched only when a page has one. If that fails, the text box with Markdown remains.
export function start(root) {
  const boxes = [...root.querySelectorAll('textarea[data-editor="markdown"]')].filter((box) => !box.dataset.alive);
  if (!boxes.length) return;
  for (const box of boxes) box.dataset.alive = "waiting";
  import(document.body.dataset.editorSrc)
    .then(({ enhance }) => boxes.forEach(enhance))
    .catch(() => boxes.forEach((box) => (box.dataset.alive = "plain")));
}
