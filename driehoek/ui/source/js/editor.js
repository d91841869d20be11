// The editor for long text: lies over a <textarea data-editor="markdown">, which keeps the text and is what the form posts.
import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

import { read, write } from "./editor/markdown.js";
import { clean } from "./editor/paste.js";
import { schema } from "./editor/schema.js";
import { Toolbar } from "./editor/toolbar.js";

const { hard_break, list_item, heading, bullet_list, ordered_list } = schema.nodes;

const newLine = chainCommands(exitCode, (state, dispatch) => {
  if (state.selection.$from.parent.type === heading) return false;
  dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView());
  return true;
});

const plugins = (toolbar) => [
  inputRules({
    rules: [
      wrappingInputRule(/^\s*[-*+]\s$/, bullet_list),
      wrappingInputRule(/^(\d+)[.)]\s$/, ordered_list, (match) => ({ order: Number(match[1]) })),
      textblockTypeInputRule(/^#{1,3}\s$/, heading, { level: 3 }),
      textblockTypeInputRule(/^####\s$/, heading, { level: 4 }),
    ],
  }),
  keymap({
    "Mod-b": toggleMark(schema.marks.strong),
    "Mod-i": toggleMark(schema.marks.em),
    "Mod-k": () => toolbar.askLink(),
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-]": sinkListItem(list_item),
    "Mod-[": liftListItem(list_item),
    "Shift-Enter": newLine,
    Enter: splitListItem(list_item),
  }),
  keymap(baseKeymap),
  history(),
];

/** Put the editor over this text box. The box keeps name and value; what was not touched is posted as it came. */
export function enhance(box) {
  const toolbar = new Toolbar(box, box.ownerDocument.querySelector('use[href*="icons.svg"]')?.getAttribute("href").split("#")[0] ?? "");
  const frame = document.createElement("div");
  frame.className = "dh-editor";
  const make = (text) => EditorState.create({ doc: read(text), plugins: plugins(toolbar) });
  const view = new EditorView(frame, {
    state: make(box.value),
    attributes: attributes(box),
    transformPastedHTML: clean,
    dispatchTransaction(change) {
      view.updateState(view.state.apply(change));
      toolbar.update(view);
      if (!change.docChanged) return;
      box.value = write(view.state.doc);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  frame.prepend(toolbar.dom);
  toolbar.update(view);
  box.addEventListener("driehoek:set", () => {
    view.updateState(make(box.value));
    toolbar.update(view);
  });
  takePlace(box, frame, view);
}

function attributes(box) {
  const label = box.labels?.[0];
  if (label && !label.id) label.id = `${box.id}-label`;
  const found = { role: "textbox", "aria-multiline": "true", class: "dh-prose dh-editor__text", lang: "nl", spellcheck: "true", id: box.id };
  if (label) found["aria-labelledby"] = label.id;
  if (box.required) found["aria-required"] = "true";
  for (const name of ["aria-describedby", "aria-invalid"]) if (box.hasAttribute(name)) found[name] = box.getAttribute(name);
  return found;
}

/** The editor takes over the id, so that links to the field and clicks on its label arrive at the text. */
function takePlace(box, frame, view) {
  for (const label of box.labels ?? []) label.addEventListener("click", () => view.focus());
  const lines = Number(box.getAttribute("rows") ?? 6);
  view.dom.style.minHeight = `${lines * 1.6}rem`;
  box.before(frame);
  box.id = `${box.id}-markdown`;
  box.hidden = true;
  box.required = false;
  if (box.autofocus) view.focus();
}
