// Markdown in, Markdown out: the closed dialect of the server; what is outside it is text on both sides.
import MarkdownIt from "markdown-it";
import { MarkdownParser, MarkdownSerializer } from "prosemirror-markdown";

import { LINK, schema } from "./schema.js";

const SWITCHED_OFF = ["code", "fence", "blockquote", "hr", "reference", "html_block", "lheading"];
const SWITCHED_OFF_INLINE = ["backticks", "image", "autolink", "html_inline", "entity"];

const reader = new MarkdownIt("commonmark", { html: false }).disable([...SWITCHED_OFF, ...SWITCHED_OFF_INLINE]);
reader.validateLink = (address) => LINK.test(address);

const parser = new MarkdownParser(schema, reader, {
  paragraph: { block: "paragraph" },
  heading: { block: "heading", getAttrs: (token) => ({ level: Number(token.tag.slice(1)) <= 3 ? 3 : 4 }) },
  bullet_list: { block: "bullet_list" },
  ordered_list: { block: "ordered_list", getAttrs: (token) => ({ order: Number(token.attrGet("start")) || 1 }) },
  list_item: { block: "list_item" },
  hardbreak: { node: "hard_break" },
  em: { mark: "em" },
  strong: { mark: "strong" },
  link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href") }) },
});

const serializer = new MarkdownSerializer(
  {
    paragraph(state, node) {
      state.renderInline(node);
      state.closeBlock(node);
    },
    heading(state, node) {
      state.write(`${"#".repeat(node.attrs.level)} `);
      state.renderInline(node, false);
      state.closeBlock(node);
    },
    bullet_list: (state, node) => state.renderList(node, "  ", () => "- "),
    ordered_list(state, node) {
      const first = node.attrs.order;
      const widest = String(first + node.childCount - 1).length;
      state.renderList(node, " ".repeat(widest + 2), (index) => `${first + index}. `.padEnd(widest + 2));
    },
    list_item: (state, node) => state.renderContent(node),
    hard_break(state, node, parent, index) {
      const followed = [...Array(parent.childCount - index - 1).keys()].some((n) => parent.child(index + 1 + n).type !== node.type);
      if (followed) state.write("\\\n");
    },
    text: (state, node) => state.text(node.text),
  },
  {
    em: { open: "*", close: "*", mixable: true, expelEnclosingWhitespace: true },
    strong: { open: "**", close: "**", mixable: true, expelEnclosingWhitespace: true },
    link: {
      open: "[",
      close: (state, mark) => `](${mark.attrs.href.replace(/[\s()<>\\"]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)})`,
      mixable: true,
    },
  },
);

export const read = (markdown) => parser.parse(markdown) ?? schema.topNodeType.createAndFill();
export const write = (doc) => serializer.serialize(doc, { tightLists: true }).trim();
