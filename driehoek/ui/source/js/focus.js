// What asks for attention after a page or a part came in takes the focus: the summary of errors.
import { fresh } from "./fresh.js";

export function start(root) {
  const wanted = fresh(root, "[data-focus]", "focus")[0];
  if (wanted) requestAnimationFrame(() => wanted.focus());
}
