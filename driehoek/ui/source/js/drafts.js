// Long text is kept in this browser until it is sent: <textarea data-draft="what:id"> or <form data-draft="what:id">. Never for data about persons: those rooms leave the mark out.
import { fresh } from "./fresh.js";

const PREFIX = "driehoek:draft:";
const BOXES = "textarea[data-draft], form[data-draft] textarea";
const NOT_SAVED = ".dh-errors, [aria-invalid=true], .utrecht-alert--warning, .utrecht-alert--error";
const WEEKS_2 = 14 * 24 * 3600 * 1000;
const WORDS = {
  nl: {
    found: (when) => `U typte hier op ${when} tekst die nog niet is opgeslagen.`,
    changed: " Intussen is de opgeslagen tekst gewijzigd: vergelijk ze voor u opslaat.",
    restore: "Zet mijn tekst terug",
    drop: "Gooi weg",
    kept: (when) => `Bewaard in deze browser om ${when}; nog niet opgeslagen.`,
    restored: "Uw tekst staat er weer. Vergeet niet op te slaan.",
  },
  en: {
    found: (when) => `On ${when} you typed text here that has not been saved.`,
    changed: " Meanwhile the saved text has changed: compare them before you save.",
    restore: "Put my text back",
    drop: "Discard",
    kept: (when) => `Kept in this browser at ${when}; not saved yet.`,
    restored: "Your text is back. Do not forget to save.",
  },
};

const unkept = new Set();

export function start(root) {
  if (root === document) tidy();
  for (const box of fresh(root, BOXES, "draft")) new Draft(box);
  if (root !== document) return;
  addEventListener("beforeunload", (event) => {
    if (unkept.size) event.preventDefault();
  });
}

const words = () => WORDS[document.documentElement.lang] ?? WORDS.nl;
const whose = () => document.body.dataset.viewer ?? "";

/** Did sending end somewhere else: an error page, the page to sign in, or the same form with errors in it? */
function interrupted(key) {
  if (document.querySelector(".dh-error, [data-keep-drafts]")) return true;
  const box = [...document.querySelectorAll(BOXES)].find((one) => keyOf(one) === key);
  return Boolean(box?.form?.querySelector(NOT_SAVED));
}

const keyOf = (box) => `${PREFIX}${whose()}:${box.dataset.draft ?? `${box.form.dataset.draft}:${box.name}`}`;

/** What was sent and arrived at a normal page is done; a page that tells of an error or asks to log in means: not sent after all. */
function tidy() {
  for (const key of keys()) {
    const draft = take(key);
    if (!draft || Date.now() - draft.at > WEEKS_2) forget(key);
    else if (draft.sent && interrupted(key)) keep(key, { ...draft, sent: false });
    else if (draft.sent) forget(key);
  }
}

class Draft {
  constructor(box) {
    this.box = box;
    this.key = keyOf(box);
    this.base = box.value;
    this.note = document.createElement("div");
    this.note.className = "dh-draft";
    this.note.role = "status";
    box.after(this.note);
    box.addEventListener("input", () => this.typed());
    box.form?.addEventListener("submit", () => this.sent());
    const draft = take(this.key);
    if (!draft) return;
    if (draft.text !== box.value) return this.offer(draft);
    if (!interrupted(this.key)) return forget(this.key);
    this.base = draft.base; // the form came back with errors: what stands in it is not saved yet
    keep(this.key, { ...draft, sent: false });
  }

  typed() {
    unkept.add(this);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store(), 600);
  }

  store() {
    clearTimeout(this.timer);
    if (this.box.value === this.base) {
      forget(this.key);
      unkept.delete(this);
      this.note.textContent = "";
    } else if (keep(this.key, { text: this.box.value, base: this.base, at: Date.now(), sent: false })) {
      unkept.delete(this);
      this.note.textContent = words().kept(new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" }));
    }
  }

  sent() {
    clearTimeout(this.timer);
    unkept.delete(this);
    if (this.box.value !== this.base) keep(this.key, { text: this.box.value, base: this.base, at: Date.now(), sent: true });
  }

  offer(draft) {
    const when = new Date(draft.at).toLocaleString("nl-NL", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    const text = document.createElement("p");
    text.textContent = words().found(when) + (draft.base === this.base ? "" : words().changed);
    const restore = button(words().restore, () => {
      this.box.value = draft.text;
      this.box.dispatchEvent(new Event("driehoek:set"));
      this.note.textContent = words().restored;
    });
    const drop = button(words().drop, () => {
      forget(this.key);
      this.note.replaceChildren();
    });
    this.note.append(text, restore, drop);
    this.note.classList.add("dh-draft--found");
    this.box.parentElement.insertBefore(this.note, this.box.parentElement.querySelector(".dh-editor") ?? this.box);
  }
}

function button(label, run) {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.className = "utrecht-button utrecht-button--secondary-action";
  dom.textContent = label;
  dom.addEventListener("click", () => {
    run();
    dom.closest(".dh-draft")?.classList.remove("dh-draft--found");
  });
  return dom;
}

// The browser may refuse to keep anything (private window, full): then leaving the page asks first.
function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function take(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept either
  }
}
