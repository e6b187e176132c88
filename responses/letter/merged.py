"""Many letters as one PDF: each under its bookmark, tagged as it was, so that the whole can be listened to and kept.

So is one letter with the PDFs that are appended to it. Those are others': their tags go along where they have any, and
the whole claims no more to be of a standard.
"""

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, OutlineItem, Stream, String

from responses.letter import foreign

_KEPT = (Name.MarkInfo, Name.ViewerPreferences, Name.Lang, Name.OutputIntents)
_CLAIMS = ("http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfua/ns/id/")


def merge(letters: Iterable[tuple[str, bytes]], appended: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """One PDF of letters that were drawn here, in order, each with its title, which is its bookmark; then of PDFs that
    anybody made, in the same way.

    The same letters give the same bytes. ValueError for none. What a letter says of itself as a file, the whole says as
    the first of them does.
    """
    whole = _Whole()
    for title, content in letters:
        with pikepdf.open(io.BytesIO(content)) as letter:
            if not whole.bookmarks:
                _begin(whole.pdf, letter)
            bookmark = _bookmark(letter, title, len(whole.pdf.pages))
            whole.add(letter, letter.Root.StructTreeRoot, bookmark)
    for title, content in appended:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            foreign.make_still(pdf)
            tree = foreign.tags_of(pdf)
            if tree is None:
                foreign.leave_numbers(pdf)
            whole.add(pdf, tree, OutlineItem(title, len(whole.pdf.pages)))
            _claim_nothing(whole.pdf)
    return whole.finished()


class _Whole:
    """The PDF in the making: its parts, and by number what stands on their pages."""

    def __init__(self):
        self.pdf, self.kids, self.parents, self.bookmarks = pikepdf.new(), Array(), Array(), []
        self.next = 0  # a number that nothing has yet

    def add(self, letter, tree, bookmark: OutlineItem) -> None:
        """A letter's pages, and its tags, where it has any."""
        first, self.next = self.next, _renumber(letter, self.next)
        self.bookmarks.append(bookmark)
        self.pdf.pages.extend(letter.pages)
        if tree is not None:
            tree = self.pdf.copy_foreign(tree)
            for number, element in NumberTree(tree.ParentTree).items():
                self.parents.extend([number + first, element])
                self.next = max(self.next, number + first + 1)
            part = _part(self.pdf, tree, bookmark.title, f"{len(self.bookmarks)}-")
            if Name.Lang in letter.Root:
                part.Lang = String(str(letter.Root.Lang))
            self.kids.append(part)

    def finished(self) -> bytes:
        if not self.bookmarks:
            raise ValueError("There is no letter to put into one PDF.")
        _finish(self.pdf, self.kids, self.parents)
        with self.pdf.open_outline() as outline:
            outline.root.extend(self.bookmarks)
        file = io.BytesIO()
        packed = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}  # tags are many small objects
        self.pdf.save(file, deterministic_id=True, fix_metadata_version=False, **packed)
        return file.getvalue()


def _renumber(letter, first: int) -> int:
    """Move up the numbers of its pages, and of what stands on them. Returns the next number that is free."""
    annotations = [each for page in letter.pages for each in page.get(Name.Annots, []) if not each.is_indirect]
    free = first
    for thing in [*letter.objects, *annotations]:
        if isinstance(thing, (Dictionary, Stream)):
            for name in (Name.StructParents, Name.StructParent):
                if name in thing:
                    thing[name] = int(thing[name]) + first
                    free = max(free, int(thing[name]) + 1)
    return free


def _part(whole, tree, title: str, mark: str):
    """The tags of a letter: within the one document that a file may be, each letter is a part."""
    part = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, T=String(title), K=Array()))
    for element in foreign.elements_in(tree):
        for kid in element.K if Name.Document == element.S else [element]:
            kid.P = part
            part.K.append(kid)
    _mark_ids(part, mark)
    return part


def _mark_ids(element, mark: str) -> None:
    """Make the name of each header cell, and what points to it, its letter's own."""
    waiting, shared = [element], set()
    while waiting:
        each = waiting.pop()
        if Name.ID in each:
            each.ID = String(mark + str(each.ID))
        attributes = each.get(Name.A, Array())
        for one in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(one, Dictionary) and Name.Headers in one and one.objgen not in shared:
                one.Headers = Array([String(mark + str(header)) for header in one.Headers])
                shared |= {one.objgen} if one.is_indirect else set()
        waiting += foreign.elements_in(each)


def _bookmark(letter, title: str, begins: int) -> OutlineItem:
    places = {page.objgen: number for number, page in enumerate(letter.pages, begins)}
    item = OutlineItem(title, begins)
    with letter.open_outline() as outline:
        item.children.extend(_moved(outline.root, places))
    item.is_closed = True
    return item


def _moved(items, places) -> list[OutlineItem]:
    moved = []
    for item in items:
        page, *_ = item.destination
        new = OutlineItem(item.title, places[page.objgen])
        new.children.extend(_moved(item.children, places))
        moved.append(new)
    return moved


def _begin(whole, letter) -> None:
    for name in _KEPT:
        if name in letter.Root:
            value = letter.Root[name]
            whole.Root[name] = whole.copy_foreign(value) if value.is_indirect else _direct(whole, letter, value)
    whole.Root.Metadata = whole.copy_foreign(letter.Root.Metadata)
    for name, value in letter.docinfo.items():
        whole.docinfo[name] = str(value)


def _direct(whole, letter, value):
    """A value that is no object of its own, with whatever it points to."""
    return whole.copy_foreign(letter.make_indirect(value))


def _claim_nothing(whole) -> None:
    """Say no longer that it is PDF/A or PDF/UA, as the letter alone is: nobody knows of what is appended to it."""
    if Name.OutputIntents in whole.Root:
        del whole.Root.OutputIntents
    if Name.Metadata not in whole.Root:
        return
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in [name for name in metadata if any(name.startswith(f"{{{claim}}}") for claim in _CLAIMS)]:
            del metadata[name]


def _finish(whole, kids, parents) -> None:
    document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=kids))
    for part in kids:
        part.P = document
    tree = Dictionary(Type=Name.StructTreeRoot, K=Array([document]), ParentTree=Dictionary(Nums=parents))
    whole.Root.StructTreeRoot = whole.make_indirect(tree)
    document.P = whole.Root.StructTreeRoot
