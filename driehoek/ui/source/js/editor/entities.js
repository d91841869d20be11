// Stands in for two packages that markdown-it brings along (a table of all HTML entities, a finder of bare links): the browser knows the first, our dialect has no use for the second.
export function decodeHTML(text) {
  const box = document.createElement("textarea");
  box.innerHTML = text;
  return box.value;
}

export const decodeHTMLStrict = decodeHTML;

export default class LinkifyIt {}
