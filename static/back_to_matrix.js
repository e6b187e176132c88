// From a cell the way back leads to the matrix as it was last asked for in this tab: narrowed, grouped and sorted. The
// date stays the cell's own. Without this script it leads to the whole matrix as at that date.

const back = document.querySelector('.govuk-back-link');
const asked = new URLSearchParams(sessionStorage.getItem(back.pathname) ?? '');
asked.delete('as_at');
back.search = new URLSearchParams([...new URLSearchParams(back.search), ...asked]);
