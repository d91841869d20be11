// Menus made of <details>: one open at a time, Escape and a click elsewhere close them; the current tab scrolls into sight.
import { fresh } from "./fresh.js";

const open = () => document.querySelectorAll("details[data-menu][open]");

let listening = false;

export function start(root) {
  for (const row of fresh(root, "[data-scroll-to-current]", "scroll")) {
    const current = row.querySelector("[aria-current]");
    if (!current) continue;
    const hidden = current.getBoundingClientRect().right + 40 - row.getBoundingClientRect().right;
    if (hidden > 0) row.scrollLeft += hidden + current.offsetWidth / 2;
  }
  for (const form of fresh(root, "form[data-autosubmit]", "autosubmit")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    });
  }
  for (const button of fresh(root, "[data-print]", "print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  if (listening) return;
  listening = true;
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
