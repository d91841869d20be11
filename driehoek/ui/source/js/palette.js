// Search-and-go (Ctrl K or /): a dialog over the search page. Arrows walk, Enter opens, Escape closes.
import { fresh } from "./fresh.js";

const WAIT = 140;

export function start(root) {
  const dialog = document.querySelector("dialog[data-palette]");
  if (!dialog) return;
  const palette = new Palette(dialog);
  for (const opener of fresh(root, "[data-palette-opens]", "palette")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      palette.open(opener.querySelector("input")?.value);
    });
  }
  if (document.documentElement.dataset.paletteKeys) return;
  document.documentElement.dataset.paletteKeys = "on";
  document.addEventListener("keydown", (event) => {
    const ctrlK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]");
    if (event.defaultPrevented || (!ctrlK && !slash)) return; // in a text Ctrl K means: link
    event.preventDefault();
    new Palette(document.querySelector("dialog[data-palette]")).open();
  });
}

/** A result of the search page, as the palette shows it: the name, and the kind from beside it or from the heading above its list. */
function hit(link) {
  if (link.matches(".dh-hit")) return link;
  const kind = link.closest("section")?.querySelector("h2")?.firstChild?.textContent ?? "";
  const option = document.createElement("a");
  option.className = "dh-hit";
  option.href = link.getAttribute("href");
  option.append(part("name", link.textContent), part("kind", kind));
  return option;
}

function part(what, text) {
  const span = document.createElement("span");
  span.className = `dh-hit__${what}`;
  span.textContent = text.trim();
  return span;
}

class Palette {
  constructor(dialog) {
    if (dialog.palette) return dialog.palette;
    dialog.palette = this;
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.results = dialog.querySelector("[role=listbox]");
    this.input.addEventListener("input", () => this.type());
    this.input.addEventListener("keydown", (event) => this.key(event));
    dialog.querySelector("[data-palette-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  open(text = "") {
    if (this.dialog.open) return;
    this.input.value = text;
    this.dialog.showModal();
    this.input.select();
    this.type();
  }

  type() {
    clearTimeout(this.timer);
    this.request?.abort();
    const query = this.input.value.trim();
    if (!query) return this.show(this.dialog.querySelector("template").content.cloneNode(true));
    this.timer = setTimeout(() => this.ask(query), WAIT);
  }

  async ask(query) {
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.dialog.dataset.palette}?q=${encodeURIComponent(query)}`, {
        headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
        signal: this.request.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = document.createDocumentFragment();
      found.append(...[...page.querySelectorAll("a.dh-hit, a[data-hit]")].slice(0, 12).map(hit));
      this.show(found, this.results.dataset.empty);
    } catch (error) {
      if (error.name !== "AbortError") this.show(document.createDocumentFragment(), this.results.dataset.failed);
    }
  }

  show(found, otherwise = "") {
    this.options = [...found.querySelectorAll("a.dh-hit")];
    this.options.forEach((option, index) => {
      option.id = `palette-${index}`;
      option.role = "option";
      option.tabIndex = -1;
      option.setAttribute("aria-selected", "false");
    });
    this.results.replaceChildren(...this.options);
    if (!this.options.length) {
      const none = document.createElement("p");
      none.className = "dh-palette__none";
      none.role = "status";
      none.textContent = otherwise;
      this.results.append(none);
    }
    this.choose(0);
  }

  choose(index) {
    this.chosen = (index + this.options.length) % (this.options.length || 1);
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.chosen)));
    const option = this.options[this.chosen];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && this.options[this.chosen]) {
      event.preventDefault();
      this.options[this.chosen].click();
    }
  }
}
