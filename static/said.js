// What scripts say, in the language of the page. They know English; a page in another language holds a block with its
// words (tracker/templatetags/said.py), by their English.
const block = document.getElementById("said");
const others = block ? JSON.parse(block.textContent) : {};

// said("Saved {time}", { time: "16:19" }): what is in braces is put in its place.
export function said(english, told = {}) {
  return (others[english] ?? english).replace(/\{(\w+)\}/g, (whole, name) => told[name] ?? whole);
}
