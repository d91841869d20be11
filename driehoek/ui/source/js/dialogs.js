// <dialog data-dialog>: opened by <button data-opens="id">, closed by its own button, by Escape and by a click beside it.
export function start(root) {
  for (const opener of root.querySelectorAll("[data-opens]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => show(document.getElementById(opener.dataset.opens)));
  }
  for (const dialog of root.querySelectorAll("dialog[data-dialog]")) {
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
