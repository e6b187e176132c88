// The sentences of a passage that are chosen, shown as the browser's own selection. The words on the page have lost
// their marks and may have gained elements, so a sentence is found by how many letters stand before it.

const LETTER = /\p{L}/gu;

export class Chosen {
  constructor(onChange) {
    this.onChange = onChange;
    this.words = null; // the words of one passage
    this.first = this.last = 0;
  }

  // From the first to the last of them; null where none is chosen, or all are.
  stretch() {
    if (!this.words?.isConnected) return null;
    const count = lengths(this.words).length;
    return this.last - this.first + 1 < count ? [this.first, this.last] : null;
  }

  get text() {
    return this.words ? getSelection().toString() : "";
  }

  clear() {
    if (!this.words) return;
    this.words = null;
    getSelection().removeAllRanges();
    this.onChange();
  }

  // The sentence that was clicked at a point, or those that were dragged over. A second click gives it up.
  takeUp(words, point) {
    const dragged = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    const range = dragged && !dragged.collapsed ? dragged : point;
    if (!range || !words.contains(range.startContainer)) return;
    const [first, last] = [at(words, range.startContainer, range.startOffset), lastOf(words, range)];
    if (range.collapsed && this.words === words && this.first === first && this.last === last) return this.clear();
    this.choose(words, first, last);
  }

  step(words, by, extend) {
    const count = lengths(words).length;
    if (words.closest("details")) words.closest("details").open = true;
    if (this.words !== words) return this.choose(words, by > 0 ? 0 : count - 1, by > 0 ? 0 : count - 1);
    const last = Math.min(Math.max((extend || by > 0 ? this.last : this.first) + by, 0), count - 1);
    this.choose(words, extend ? Math.min(this.first, last) : last, last);
  }

  choose(words, first, last) {
    Object.assign(this, { words, first, last });
    const range = rangeOf(words, first, last);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    range.endContainer.parentElement.scrollIntoView({ block: "nearest" });
    this.onChange();
  }
}

// A finger sets no caret: where it touched is asked for.
export function pointAt(x, y) {
  if (document.caretRangeFromPoint) return document.caretRangeFromPoint(x, y);
  const position = document.caretPositionFromPoint?.(x, y);
  if (!position) return null;
  const range = document.createRange();
  range.setStart(position.offsetNode, position.offset);
  return range;
}

const lengths = (words) => words.dataset.letters.split(" ").map(Number);
const count = (text) => text.match(LETTER)?.length ?? 0;

// Which sentence a place in the words belongs to.
function at(words, node, offset) {
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(node, offset);
  let left = count(before.toString());
  const found = lengths(words).findIndex((length) => (left -= length) < 0);
  return found < 0 ? lengths(words).length - 1 : found;
}

// The last that a range reaches into, not one that it only touches.
function lastOf(words, range) {
  const first = at(words, range.startContainer, range.startOffset);
  if (range.collapsed || !words.contains(range.endContainer)) return first;
  const through = document.createRange();
  through.setStart(words, 0);
  through.setEnd(range.endContainer, range.endOffset);
  let left = count(through.toString()) - 1;
  return Math.max(first, lengths(words).findIndex((length) => (left -= length) < 0));
}

function rangeOf(words, first, last) {
  const sizes = lengths(words);
  const sum = (many) => sizes.slice(0, many).reduce((all, size) => all + size, 0);
  const range = document.createRange();
  range.setStart(...letter(words, sum(first), false));
  range.setEnd(...(last + 1 < sizes.length ? letter(words, sum(last + 1), true) : [words, words.childNodes.length]));
  return range;
}

// The place before the letter of this number, from 0; with `after`, the place after the one before it.
function letter(words, number, after) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  let left = after ? number - 1 : number;
  let node = words;
  while (walker.nextNode()) {
    node = walker.currentNode;
    const found = [...node.data.matchAll(LETTER)];
    if (left < found.length) {
      if (!after) return [node, found[left].index];
      // Up to the white space after it, so that the sentence's own mark is in.
      const end = found[left].index + found[left][0].length;
      return [node, end + /^\S*/.exec(node.data.slice(end))[0].length];
    }
    left -= found.length;
  }
  return [node, node.length ?? 0];
}
