// Arrow keys, Home and End move between the cells of a table; without this script the Tab key reaches every one.

const STEPS = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};

function linkIn(cell) {
  return cell?.querySelector('a');
}

// The next link in a direction, past cells that hold none.
function nextLink(cell, [down, across]) {
  const rows = [...cell.closest('table').rows];
  let row = cell.parentElement.rowIndex + down;
  let column = cell.cellIndex + across;
  while (rows[row] && column >= 0 && column < cell.parentElement.cells.length) {
    const link = linkIn(rows[row].cells[column]);
    if (link) return link;
    row += down;
    column += across;
  }
}

function endOfRow(cell, key) {
  const links = [...cell.parentElement.querySelectorAll('a')];
  return key === 'Home' ? links[0] : links.at(-1);
}

for (const table of document.querySelectorAll('.app-matrix')) {
  table.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td, th');
    if (!cell || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const step = STEPS[event.key];
    const link = step ? nextLink(cell, step) : ['Home', 'End'].includes(event.key) && endOfRow(cell, event.key);
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
  // A browser may leave a cell half outside the frame when the Tab key reaches it.
  table.addEventListener('focusin', (event) => event.target.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
}

// For the way back from a cell: back_to_matrix.js.
sessionStorage.setItem(location.pathname, location.search);
