// Messages: closed by their button; one that only tells that it went well leaves by itself, one with an undo or an error stays.
import { fresh } from "./fresh.js";

const LINGER = 8000;

export function start(root) {
  for (const toast of fresh(root, "[data-toast]", "toast")) {
    toast.querySelector("[data-toast-close]").addEventListener("click", () => toast.remove());
    if (toast.classList.contains("dh-toast--success") && !toast.querySelector("form")) linger(toast);
  }
}

function linger(toast) {
  let timer = setTimeout(() => toast.remove(), LINGER);
  const hold = () => clearTimeout(timer);
  const go = () => {
    hold();
    timer = setTimeout(() => toast.remove(), LINGER);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
}
