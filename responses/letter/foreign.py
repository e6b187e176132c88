"""A PDF that somebody else made: what keeps it from standing behind a letter of ours, and its tags put in plain terms.

No PDF of others is trusted: this runs in a process of its own (enclosing.py).
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, Stream

from responses.documents import gettext_noop

_RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition", "/GoToE"}
_PLAYS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_ANSWERS = ("/AA", "/B", "/PieceInfo")  # what a page does by itself, and what it means to other programs alone
_NUMBERS = ("/StructParents", "/StructParent")
_MOST_NUMBERS = 1_000_000
_MOST_ROLES = 10  # one name may stand for another, and that for a third


def why_not(pdf: Pdf) -> str:
    """Why it cannot be appended to a letter, a sentence for UnfitFile; "" where it can."""
    if pdf.is_encrypted:
        return gettext_noop(
            "%(name)s is protected against changes, so it cannot be appended. "
            "Attach it instead, or print it as a new PDF"
        )
    if len(pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", [])):
        return gettext_noop(
            "%(name)s is a form to fill in or is signed, which would be lost. "
            "Attach it instead, or print it as a new PDF"
        )
    if _hides_layers(pdf):
        return gettext_noop(
            "%(name)s has layers that are hidden, which would be shown. Attach it instead, or print it as a new PDF"
        )
    for thing in _dictionaries(pdf):
        if "/JS" in thing or _named(thing, "/S") in _RUNS or _named(thing, "/Subtype") in _PLAYS:
            return gettext_noop(
                "%(name)s runs programs when it is opened, so it cannot be appended. "
                "Print it as a new PDF, and choose that"
            )
        if "/EF" in thing or _named(thing, "/Subtype") == "/FileAttachment":
            return gettext_noop(
                "%(name)s has other files inside, so it cannot be appended. Attach it instead, or print it as a new PDF"
            )
    return ""


def _hides_layers(pdf) -> bool:
    usual = pdf.Root.get("/OCProperties", Dictionary()).get("/D", Dictionary())
    hidden = [*usual.get("/OFF", []), *usual.get("/AS", [])]  # always, or on some occasion
    return bool(hidden) or _named(usual, "/BaseState") == "/OFF"


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Everything in it that has entries by name, however deep."""
    for top in pdf.objects:
        waiting = [top]
        while waiting:
            each = waiting.pop()
            if isinstance(each, Array):
                kids = list(each)
            elif isinstance(each, (Dictionary, Stream)):
                yield each
                kids = [each[name] for name in each.keys()]  # noqa: SIM118 - pikepdf iterates over names by this alone
            else:
                continue
            waiting += [kid for kid in kids if isinstance(kid, (Array, Dictionary)) and not kid.is_indirect]


def _named(thing, key: str) -> str:
    """The name that stands under a key, "" where none does."""
    value = thing.get(key)
    return str(value) if isinstance(value, Name) else ""


def tags_of(pdf: Pdf) -> Object | None:
    """The tree of its tags, in the names that the standard gives; None where it has none that can be followed."""
    marked, tree = pdf.Root.get("/MarkInfo"), pdf.Root.get("/StructTreeRoot")
    if not isinstance(tree, Dictionary) or not isinstance(marked, Dictionary) or not marked.get("/Marked"):
        return None
    try:
        _make_plain(tree)
        return tree if "/ParentTree" in tree and elements_in(tree) and _has_usual_numbers(pdf, tree) else None
    except (
        pikepdf.PdfError,
        AttributeError,
        KeyError,
        OverflowError,
        TypeError,
        ValueError,
    ):  # whatever a broken tree brings about
        return None


def elements_in(element) -> list[Object]:
    """What stands within an element of the tree, or within the tree itself, and is an element too."""
    kids = element.get("/K", Array())
    kids = kids if isinstance(kids, Array) else [kids]
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def _make_plain(tree) -> None:
    """Names of its own become those that they stand for, and the document within becomes a section."""
    roles, seen = tree.get("/RoleMap", Dictionary()), set()
    waiting = elements_in(tree)
    while waiting:
        each = waiting.pop()
        if each.objgen in seen:
            raise ValueError("An element stands within itself, or in two places.")
        if each.is_indirect:
            seen.add(each.objgen)
        name = str(each.S)
        for _ in range(_MOST_ROLES):
            name = str(roles.get(name, name))
        each.S = Name.Sect if name == "/Document" else Name(name)
        for own in ("/NS", "/C"):  # which mean something only beside what stays behind
            if own in each:
                del each[own]
        waiting += elements_in(each)


def _has_usual_numbers(pdf, tree) -> bool:
    """Whether the numbers of its pages can be moved up behind those of a letter."""
    numbers = list(NumberTree(tree.ParentTree).keys())
    numbers += [int(thing[key]) for thing in _dictionaries(pdf) for key in _NUMBERS if key in thing]
    return all(0 <= number <= _MOST_NUMBERS for number in numbers)


def leave_numbers(pdf: Pdf) -> None:
    """Have nothing in it say where in a tree of tags it stands."""
    for thing in _dictionaries(pdf):
        for key in _NUMBERS:
            if key in thing:
                del thing[key]


def make_still(pdf: Pdf) -> None:
    """Have its pages, and what stands on them, do nothing by themselves."""
    for page in pdf.pages:
        for thing in [page.obj, *page.obj.get("/Annots", [])]:
            for key in _ANSWERS:
                if key in thing:
                    del thing[key]
