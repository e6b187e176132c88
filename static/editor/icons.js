// The signs on the toolbar: drawn, not written, so that no font is needed and no letter is read out.
const LINES = "M8 4h10M8 10h10M8 16h10";
const ICONS = {
  bold: "M5 3h6a3.5 3.5 0 0 1 0 7H5zm0 7h7a3.5 3.5 0 0 1 0 7H5z",
  italic: "M8 3h7M5 17h7M12 3 8 17",
  heading: "M4 3v14M14 3v14M4 10h10",
  smaller: "M5 5v11M13 5v11M5 10.5h8",
  smallest: "M6 8v8M12 8v8M6 12h6",
  bullets: `${LINES}M3 4h1.5M3 10h1.5M3 16h1.5`,
  numbers: `${LINES}M2 3l1.5-1v5M1.5 9.5c1-1.5 3-.5 2.5.8L1.5 13H5`,
  in: "M9 4h9M9 10h9M9 16h9M2 6.5 6 10l-4 3.5",
  out: "M9 4h9M9 10h9M9 16h9M6 6.5 2 10l4 3.5",
  quotation: "M3 3v14M7 5h11M7 10h11M7 15h7",
  addRow: "M2 3h16v7H2zM10 3v7M10 13v6M7 16h6",
  addColumn: "M2 3h7v14H2zM2 10h7M12 10h6M15 7v6",
  removeRow: "M2 3h16v7H2zM10 3v7M7 15.5h6",
  removeColumn: "M2 3h7v14H2zM2 10h7M12.5 10h5.5",
  headerRow: "M2 3h16v14H2zM2 8h16M10 8v9M2 5.5h16",
  merge: "M2 4h16v12H2zM5 10h4M15 10h-4M7.5 8l2 2-2 2M12.5 8l-2 2 2 2",
  split: "M2 4h16v12H2zM10 4v12",
  removeTable: "M2 3h16v14H2zM6 7l8 6M14 7l-8 6",
  undo: "M7 3 3 7l4 4M3 7h9a4.5 4.5 0 0 1 0 9H7",
  redo: "M13 3l4 4-4 4M17 7H8a4.5 4.5 0 0 0 0 9h5",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
