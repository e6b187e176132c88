// What static/editor/ takes from ProseMirror: scripts/build_vendor.sh makes one minified file of it.
export { DOMParser, DOMSerializer, Fragment, Schema, Slice } from "prosemirror-model";
export { EditorState, Plugin, Selection, TextSelection } from "prosemirror-state";
export { EditorView } from "prosemirror-view";
export { keymap } from "prosemirror-keymap";
export { closeHistory, history, redo, redoDepth, undo, undoDepth } from "prosemirror-history";
export { baseKeymap, chainCommands, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export {
  CellSelection, addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, mergeCells,
  splitCell, tableEditing, tableNodes, toggleHeaderRow,
} from "prosemirror-tables";
