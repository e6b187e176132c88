// What an answer may hold, and how it is read from and written as the HTML that is stored. The same few elements as the
// server keeps: nothing else can be typed, pasted or dropped.
import { DOMParser, DOMSerializer, Schema, tableNodes } from "../vendor/prosemirror.js";

const LEVELS = [2, 3, 4];
export const ADDRESS = /^(https?:\/\/|mailto:)[^\s]+$/i;

// A table within a table can be neither kept nor read out.
const { table, table_row, table_cell, table_header } = tableNodes({
  tableGroup: "block",
  cellContent: "(paragraph | heading | bullet_list | ordered_list | blockquote)+",
  cellAttributes: {},
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading: {
      attrs: { level: { default: 2 } },
      content: "inline*",
      group: "block",
      defining: true,
      parseDOM: LEVELS.map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: ({ attrs: { level } }) => [`h${level}`, 0],
    },
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: {
      attrs: { start: { default: 1 }, type: { default: null }, class: { default: null } },
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ol", getAttrs: numbering }],
      toDOM: ({ attrs: { start, ...kind } }) => ["ol", { start: start === 1 ? null : start, ...kind }, 0],
    },
    list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    blockquote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
    table,
    table_row,
    table_cell: { ...table_cell, attrs: spanAttrs(), parseDOM: [{ tag: "td", getAttrs: spans }], toDOM: cell("td") },
    table_header: { ...table_header, attrs: spanAttrs(), parseDOM: [{ tag: "th", getAttrs: spans }], toDOM: cell("th") },
    hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    text: { group: "inline" },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: address }],
      toDOM: ({ attrs }) => ["a", attrs, 0],
    },
    welsh: { parseDOM: [{ tag: 'span[lang="cy"]' }], toDOM: () => ["span", { lang: "cy" }, 0] },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    sup: { excludes: "sup sub", parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
    sub: { excludes: "sup sub", parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
  },
});

function numbering(list) {
  const [start, type, name] = ["start", "type", "class"].map((attribute) => list.getAttribute(attribute));
  return {
    start: /^\d{1,5}$/.test(start ?? "") ? Number(start) : 1,
    type: /^[aAiI]$/.test(type ?? "") ? type : null,
    class: ["brackets", "bracket", "legal"].includes(name) ? name : null,
  };
}

// Asked of every copy, also of one that says it is the editor's own.
function address(link) {
  const href = link.getAttribute("href").trim();
  return ADDRESS.test(href) && { href };
}

// colwidth is what the library keeps of a column that was dragged; here none is.
function spanAttrs() {
  return { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } };
}

function spans(element) {
  const said = (name) => Math.min(Math.max(1, Number(element.getAttribute(name)) || 1), 1000);
  return { colspan: said("colspan"), rowspan: said("rowspan"), colwidth: null };
}

function cell(tag) {
  const more = (span) => (span > 1 ? span : null);
  return ({ attrs: { colspan, rowspan } }) => [tag, { colspan: more(colspan), rowspan: more(rowspan) }, 0];
}

// "full": two spaces that a person typed are two spaces still. The server writes no white space between blocks.
export function read(html) {
  const { body } = new window.DOMParser().parseFromString(html, "text/html");
  const doc = DOMParser.fromSchema(schema).parse(body, { preserveWhitespace: "full" });
  return needsPlace(doc) ? doc.copy(doc.content.addToEnd(schema.nodes.paragraph.create())) : doc;
}

// A place to type below a table, list or quotation that stands last; it is not written.
export const needsPlace = (doc) => !doc.lastChild.isTextblock;

export function write(doc) {
  const out = document.createElement("div");
  out.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
  if (out.lastChild.localName === "p" && !out.lastChild.hasChildNodes()) out.lastChild.remove();
  return out.innerHTML;
}
