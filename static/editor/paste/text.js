// Plain text as it stands: no sign of it is a mark. An empty line parts paragraphs, lines with tabs make a table.
import { Fragment, Slice } from "../../vendor/prosemirror.js";
import { schema } from "../schema.js";
import { cleaned } from "./inline.js";
import { shown } from "./signs.js";

const { hard_break, paragraph, table, table_cell, table_row } = schema.nodes;

export function sliceOfText(text, marks, isInTable) {
  const parts = text.replaceAll(/\r\n?|\u2028|\v|\f/g, "\n").split(/\n(?:[^\S\t\n]*\n)+/).map((part) => part.replaceAll(/^\n+|\n+$/g, ""));
  const blocks = parts.filter((part) => part.trim()).map((part) => (isInTable ? null : tableOf(part, marks)) ?? lines(part, marks));
  return Slice.maxOpen(Fragment.from(blocks));
}

const words = (text) => shown(cleaned(text), "").text;
const run = (text, marks) => (text ? [schema.text(text, marks)] : []);

function lines(part, marks) {
  const each = part.split("\n").map((line) => words(line.replaceAll("\t", " ")));
  return paragraph.create(null, each.flatMap((line, at) => [...(at ? [hard_break.create(null, null, marks)] : []), ...run(line, marks)]));
}

// Two columns or more in two rows or more; not a list whose numbers or bullets stand before a tab.
const BEFORE_TAB = /^\s*([•●▪◦‣∙·▪–—*o\uf0b7\uf0a7-]|\(?(\d+(\.\d+)*|[a-z]{1,4})[.)])\s*$/i;

function tableOf(part, marks) {
  const rows = part.split("\n").map((line) => line.split("\t"));
  const isList = rows.every(([first, ...others]) => others.length === 1 && BEFORE_TAB.test(first));
  const isIndented = rows.every(([first]) => !first.trim());
  if (rows.length < 2 || rows[0].length < 2 || isList || isIndented || rows.some((row) => row.length !== rows[0].length)) return null;
  const cell = (text) => table_cell.create(null, paragraph.create(null, run(words(text.trim()), marks)));
  return table.create(null, rows.map((row) => table_row.create(null, row.map(cell))));
}
