"""Many letters as one PDF: each under its bookmark, tagged as it was, so that the whole can be listened to and kept."""

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

_KEPT = (Name.MarkInfo, Name.ViewerPreferences, Name.Lang, Name.OutputIntents)


def merge(letters: Iterable[tuple[str, bytes]]) -> bytes:
    """One PDF of letters that were drawn here, in order, each with its title, which is its bookmark.

    The same letters give the same bytes. ValueError for none. What a letter says of itself as a file, the whole says as
    the first of them does.
    """
    whole, kids, parents, bookmarks = pikepdf.new(), Array(), Array(), []
    for title, content in letters:
        with pikepdf.open(io.BytesIO(content)) as letter:
            begins = len(whole.pages)
            _add_pages(whole, letter, begins)
            tree = whole.copy_foreign(letter.Root.StructTreeRoot)
            _add_tags(whole, tree, kids, parents, f"{len(bookmarks) + 1}-", begins, title)
            bookmarks.append(_bookmark(letter, title, begins))
            if not begins:
                _begin(whole, letter)
    if not bookmarks:
        raise ValueError("There is no letter to put into one PDF.")
    _finish(whole, kids, parents)
    with whole.open_outline() as outline:
        outline.root.extend(bookmarks)
    file = io.BytesIO()
    whole.save(file, deterministic_id=True, fix_metadata_version=False)
    return file.getvalue()


def _add_pages(whole, letter, begins: int) -> None:
    """Its pages, and what stands on them, under numbers that no other letter has."""
    for page in letter.pages:
        page.StructParents = page.StructParents + _number(begins)
        for annotation in page.get(Name.Annots, []):
            if Name.StructParent in annotation:
                annotation.StructParent = annotation.StructParent + _number(begins)
    whole.pages.extend(letter.pages)


def _number(begins: int) -> int:
    """How far the numbers of a letter are moved up: no page of ours has a thousand things with a number."""
    return begins * 1000


def _add_tags(whole, tree, kids, parents, mark: str, begins: int, title: str) -> None:
    numbers = tree.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        parents.extend([numbers[place] + _number(begins), numbers[place + 1]])
    document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, T=String(title), K=Array()))
    for element in tree.K if isinstance(tree.K, Array) else [tree.K]:
        # Within the one document that a file may be, each letter is a part.
        for kid in element.K if Name.Document == element.S else [element]:
            kid.P = document
            document.K.append(kid)
    _mark_ids(document, mark)
    kids.append(document)


def _mark_ids(element, mark: str) -> None:
    """Make the name of each header cell, and what points to it, its letter's own."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if Name.ID in each:
            each.ID = String(mark + str(each.ID))
        attributes = each.get(Name.A, Dictionary())
        if isinstance(attributes, Dictionary) and Name.Headers in attributes:
            attributes.Headers = Array([String(mark + str(one)) for one in attributes.Headers])
        kids = each.get(Name.K, Array())
        kids = kids if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in kids if isinstance(kid, Dictionary) and Name.S in kid]


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


def _finish(whole, kids, parents) -> None:
    document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=kids))
    for part in kids:
        part.P = document
    tree = Dictionary(Type=Name.StructTreeRoot, K=Array([document]), ParentTree=Dictionary(Nums=parents))
    whole.Root.StructTreeRoot = whole.make_indirect(tree)
    document.P = whole.Root.StructTreeRoot
