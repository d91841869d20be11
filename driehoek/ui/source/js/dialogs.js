// <dialog data-dialog>: opened by <button data-opens="id">, closed by its own button, by Escape and by a click beside it.
import { fresh } from "./fresh.js";

export function start(root) {
  for (const opener of fresh(root, "[data-opens]", "opens")) {
    opener.hidden = false;
    opener.addEventListener("click", () => show(document.getElementById(opener.dataset.opens)));
  }
  for (const dialog of fresh(root, "dialog[data-dialog]", "dialog")) {
    dialog.close();
    const closer = dialog.querySelector("[data-closes]");
    closer.hidden = false;
    closer.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    if (dialog.querySelector("[aria-invalid=true], .dh-errors")) show(dialog);
  }
}

function show(dialog) {
  dialog.close();
  dialog.showModal();
}
