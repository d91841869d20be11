// The bar above the text: words with their icons, arrow keys within, each button says whether it is on.
import { setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, wrapInList } from "prosemirror-schema-list";

import { LINK, schema } from "./schema.js";

const { heading, paragraph, bullet_list, ordered_list, list_item } = schema.nodes;
const { strong, em, link } = schema.marks;

const WORDS = {
  nl: { bar: "Opmaak", h3: "Kop", h4: "Tussenkop", bold: "Vet", italic: "Cursief", bullets: "Opsomming", numbers: "Nummering", link: "Link", undo: "Terug", redo: "Opnieuw", address: "Adres van de link", set: "Zet link", unset: "Haal link weg", wrong: "Begin met https:// of mailto:" },
  en: { bar: "Formatting", h3: "Heading", h4: "Subheading", bold: "Bold", italic: "Italic", bullets: "Bullets", numbers: "Numbers", link: "Link", undo: "Undo", redo: "Redo", address: "Address of the link", set: "Set link", unset: "Remove link", wrong: "Begin with https:// or mailto:" },
};

const within = (state, type) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return $from.node(depth);
  return null;
};
const marked = (state, mark) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(mark.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, mark);
};
const isHeading = (level) => (state) => state.selection.$from.parent.type === heading && state.selection.$from.parent.attrs.level === level;

export const toggleHeading = (level) => (state, dispatch) =>
  isHeading(level)(state) ? setBlockType(paragraph)(state, dispatch) : setBlockType(heading, { level })(state, dispatch);

/** On: make a list, or change the kind of the one we are in; off: back to paragraphs. */
export const toggleList = (type) => (state, dispatch) => {
  const other = type === bullet_list ? ordered_list : bullet_list;
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type === type) return liftListItem(list_item)(state, dispatch);
    if (node.type === other) {
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
      return true;
    }
  }
  return wrapInList(type)(state, dispatch);
};

const BUTTONS = [
  { id: "h3", icon: "heading-3", run: toggleHeading(3), on: isHeading(3) },
  { id: "h4", icon: "heading-4", run: toggleHeading(4), on: isHeading(4) },
  { id: "bold", icon: "bold", run: toggleMark(strong), on: (state) => marked(state, strong), keys: "Ctrl+B" },
  { id: "italic", icon: "italic", run: toggleMark(em), on: (state) => marked(state, em), keys: "Ctrl+I" },
  { id: "bullets", icon: "list", run: toggleList(bullet_list), on: (state) => Boolean(within(state, bullet_list)) },
  { id: "numbers", icon: "list-ordered", run: toggleList(ordered_list), on: (state) => Boolean(within(state, ordered_list)) },
  { id: "link", icon: "link", on: (state) => marked(state, link), keys: "Ctrl+K" },
  { id: "undo", icon: "undo-2", run: undo, can: undo, keys: "Ctrl+Z" },
  { id: "redo", icon: "redo-2", run: redo, can: redo, keys: "Ctrl+Y" },
];

export class Toolbar {
  constructor(box, icons) {
    this.words = WORDS[document.documentElement.lang] ?? WORDS.nl;
    this.dom = document.createElement("div");
    this.dom.className = "dh-editor__tools";
    this.bar = document.createElement("div");
    this.bar.className = "dh-editor__bar";
    this.bar.role = "toolbar";
    this.bar.ariaLabel = this.words.bar;
    this.buttons = BUTTONS.map((spec) => this.button(spec, icons));
    this.bar.append(...this.buttons.map(({ dom }) => dom));
    this.bar.addEventListener("keydown", (event) => this.walk(event));
    this.dom.append(this.bar, this.linkForm(box));
    this.rest(0);
  }

  button(spec, icons) {
    const dom = document.createElement("button");
    dom.type = "button";
    dom.className = "dh-editor__button";
    dom.title = spec.keys ? `${this.words[spec.id]} (${spec.keys})` : this.words[spec.id];
    dom.innerHTML = `<svg class="dh-icon" aria-hidden="true"><use href="${icons}#${spec.icon}"></use></svg>`;
    const label = document.createElement("span");
    label.textContent = this.words[spec.id];
    dom.append(label);
    dom.addEventListener("mousedown", (event) => event.preventDefault());
    dom.addEventListener("click", () => (spec.id === "link" ? this.askLink() : this.do(spec.run)));
    return { ...spec, dom };
  }

  do(command) {
    command(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  linkForm(box) {
    this.form = document.createElement("div");
    this.form.className = "dh-editor__link";
    this.form.hidden = true;
    const label = document.createElement("label");
    label.textContent = this.words.address;
    label.htmlFor = `${box.id}-link`;
    this.address = document.createElement("input");
    this.address.id = `${box.id}-link`;
    this.address.type = "url";
    this.address.className = "utrecht-textbox utrecht-textbox--html-input";
    this.wrong = document.createElement("p");
    this.wrong.role = "status";
    const set = small(this.words.set, () => this.setLink());
    const unset = small(this.words.unset, () => this.setLink(""));
    this.address.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(), this.setLink();
      if (event.key === "Escape") event.stopPropagation(), this.closeLink();
    });
    this.form.append(label, this.address, set, unset, this.wrong);
    return this.form;
  }

  askLink() {
    const { $from, from, to, empty } = this.view.state.selection;
    let found = link.isInSet($from.marks());
    this.view.state.doc.nodesBetween(from, empty ? to + 1 : to, (node) => void (found ||= link.isInSet(node.marks)));
    this.address.value = found?.attrs.href ?? "https://";
    this.wrong.textContent = "";
    this.form.hidden = false;
    this.address.focus();
    this.address.select();
    return true;
  }

  setLink(given = this.address.value) {
    const href = given.trim().replace(/^www\./i, "https://www.");
    if (given !== "" && !LINK.test(href)) {
      this.wrong.textContent = this.words.wrong;
      return;
    }
    const { state } = this.view;
    const [from, to] = this.reach(state);
    const change = state.tr.removeMark(from, to, link);
    if (given !== "" && from === to) change.insertText(href, from).addMark(from, from + href.length, link.create({ href }));
    else if (given !== "") change.addMark(from, to, link.create({ href }));
    this.view.dispatch(change);
    this.closeLink();
  }

  /** The selection; or, when nothing is selected, the whole link that the cursor stands in. */
  reach(state) {
    const { from, to, empty, $from } = state.selection;
    const mark = link.isInSet($from.marks()) ?? link.isInSet($from.nodeAfter?.marks ?? []);
    if (!empty || !mark) return [from, to];
    let [start, end] = [from, to];
    $from.parent.forEach((node, offset) => {
      if (!mark.isInSet(node.marks)) return;
      start = Math.min(start, $from.start() + offset);
      end = Math.max(end, $from.start() + offset + node.nodeSize);
    });
    return [start, end];
  }

  closeLink() {
    this.form.hidden = true;
    this.view.focus();
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const here = this.buttons.findIndex(({ dom }) => dom === document.activeElement);
    const next = (here + step + this.buttons.length) % this.buttons.length;
    this.rest(next);
    this.buttons[next].dom.focus();
  }

  rest(index) {
    this.buttons.forEach(({ dom }, at) => (dom.tabIndex = at === index ? 0 : -1));
  }

  update(view) {
    this.view = view;
    for (const { dom, on, can } of this.buttons) {
      if (on) dom.setAttribute("aria-pressed", String(on(view.state)));
      if (can) dom.ariaDisabled = String(!can(view.state));
    }
  }
}

function small(label, run) {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.className = "utrecht-button utrecht-button--secondary-action";
  dom.textContent = label;
  dom.addEventListener("click", run);
  return dom;
}
