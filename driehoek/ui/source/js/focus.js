// What asks for attention after a page or a part came in takes the focus: the summary of errors.
export function start(root) {
  const wanted = root.querySelector("[data-focus]");
  if (wanted) requestAnimationFrame(() => wanted.focus());
}
