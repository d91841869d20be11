// A table that is wider than its place says so, as long as there is more to see at the right.
import { fresh } from "./fresh.js";

export function start(root) {
  for (const table of fresh(root, "[data-table]", "table")) {
    const scroll = table.querySelector(".dh-table__scroll");
    const more = table.querySelector("[data-table-more]");
    const look = () => {
      const over = scroll.scrollWidth - scroll.clientWidth;
      table.classList.toggle("dh-table--more-right", over - scroll.scrollLeft > 2);
      table.classList.toggle("dh-table--more-left", scroll.scrollLeft > 2);
      more.hidden = over < 3;
      if (over < 3) scroll.removeAttribute("tabindex");
      else scroll.tabIndex = 0;
    };
    new ResizeObserver(look).observe(scroll);
    scroll.addEventListener("scroll", look, { passive: true });
  }
}
