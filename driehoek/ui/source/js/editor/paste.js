// Pasting from Word and other programs: headings, lists and emphasis stay, everything else of the dress goes.
const WORD_LIST = /mso-list:\s*l\d+\s+level(\d+)/i;
const ORDERED_MARK = /^\s*(\d+|[a-z]|[ivxl]+)[.)]/i;

/** HTML from the clipboard → HTML with nothing but the elements that a text may hold. */
export function clean(html) {
  const page = new DOMParser().parseFromString(undressed(html), "text/html");
  for (const unwanted of page.querySelectorAll("style, script, meta, link, title, xml, img, table caption")) unwanted.remove();
  wordLists(page);
  for (const element of [...page.body.querySelectorAll("*")]) {
    emphasis(page, element);
    for (const { name } of [...element.attributes]) {
      if (!["href", "start"].includes(name)) element.removeAttribute(name);
    }
  }
  rowsAsLines(page);
  return page.body.innerHTML;
}

/** The security policy refuses styles, also in a page that is only read: they are renamed before the browser sees them. */
function undressed(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-dress="));
}

const dress = (element) => element.getAttribute("data-dress") ?? "";

/** Styles that mean bold or italic become elements; Google Docs wraps all in a <b> that is not bold. */
function emphasis(page, element) {
  const style = dress(element).toLowerCase();
  if (/^(b|strong)$/i.test(element.tagName) && /font-weight:\s*(normal|400)/.test(style)) return void element.replaceWith(...element.childNodes);
  if (/^(h\d|li|p|div|td|th|tr|table|ul|ol)$/i.test(element.tagName)) return;
  if (/font-weight:\s*(bold|[6-9]00)/.test(style)) wrap(page, element, "strong");
  if (/font-style:\s*italic/.test(style)) wrap(page, element, "em");
}

function wrap(page, element, name) {
  const wrapper = page.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Word writes a list as paragraphs with `mso-list`; the level and the sign before the text make it a list again. */
function wordLists(page) {
  let open = [];
  for (const item of [...page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = Number(WORD_LIST.exec(dress(item))?.[1] ?? 0);
    if (!level || !/^p$/i.test(item.tagName)) {
      open = [];
      continue;
    }
    const previous = item.previousElementSibling;
    if (open.length && previous !== open[0]) open = [];
    const depth = Math.min(level, 2, open.length + 1);
    const ordered = ORDERED_MARK.test(mark(item));
    open = open.slice(0, depth);
    if (open.length < depth) {
      const list = page.createElement(ordered ? "ol" : "ul");
      if (open.length) open.at(-1).lastElementChild.append(list);
      else item.before(list);
      open.push(list);
    }
    const entry = page.createElement("li");
    const text = page.createElement("p");
    text.append(...item.childNodes);
    entry.append(text);
    open.at(-1).append(entry);
    item.remove();
  }
}

/** Takes the sign of a Word list item ("·", "1.") away and returns it. */
function mark(item) {
  const ignored = [...item.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(dress(span)));
  if (ignored) {
    const text = ignored.textContent;
    ignored.remove();
    return text;
  }
  const first = item.firstChild;
  const found = /^\s*([·•o§-]|\d+[.)]|[a-z][.)])\s+/i.exec(first?.textContent ?? "");
  if (found && first.nodeType === 3) first.textContent = first.textContent.slice(found[0].length);
  return found?.[0] ?? "";
}

/** A table has no place in a text: each row becomes a line, its cells parted by a dash. */
function rowsAsLines(page) {
  for (const table of [...page.querySelectorAll("table")]) {
    const lines = [...table.querySelectorAll("tr")].map((row) => {
      const line = page.createElement("p");
      line.textContent = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(" – ");
      return line;
    });
    table.replaceWith(...lines);
  }
}
