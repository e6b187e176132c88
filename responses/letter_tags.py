"""Mends what WeasyPrint leaves out of a tagged PDF, so that it can be listened to as well as looked at.

Each mend wraps a private function of one WeasyPrint version; another version must be tried first (the tests in
test_letter_accessibility.py say whether a mend is still needed and still works).
"""

from contextlib import contextmanager

import pydyf
import weasyprint
from django.core.exceptions import ImproperlyConfigured
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

TRIED_WITH = "70.0"
_PRINT = 4  # the annotation flag "Print", PDF 1.7 table 165

_build_box_tree, _paint, _marked = tags._build_box_tree, Page.paint, Stream.marked


def install() -> None:
    """Mend every PDF written from now on in this process. Doing it twice changes nothing."""
    if weasyprint.__version__ != TRIED_WITH:
        raise ImproperlyConfigured(
            f"WeasyPrint is {weasyprint.__version__}, and its tags are mended for {TRIED_WITH}: try the mends in "
            "responses/letter_tags.py with it, then change TRIED_WITH."
        )
    tags._build_box_tree = _build_mended_tree
    Page.paint = _paint_with_artifacts
    Stream.marked = _marked_unless_artifact


def finish(document, pdf) -> None:
    """Let links print: PDF/UA and archives want the flag, and WeasyPrint sets none."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Type") == "/Annot":
            thing["F"] = _PRINT


def _build_mended_tree(box, parent, pdf, page_number, nums, annotations, tagged):
    real = getattr(box, "_box", box)  # a positioned box is wrapped in a placeholder
    if isinstance(real, boxes.MarginBox):
        return  # an artifact has no place in the tree
    for element in _build_box_tree(box, parent, pdf, page_number, nums, annotations, tagged):
        _add_language(element, real.element)
        _add_scope(element, real.element)
        yield element


def _add_language(element, source) -> None:
    """Say which language a part is in: without it a Welsh name is read out as if it were English (WCAG 3.1.2)."""
    if source is not None and source.get("lang"):
        element["Lang"] = pydyf.String(source.get("lang"))


def _add_scope(element, source) -> None:
    """Say whether a header cell heads a row or a column: WeasyPrint links cells to headers, and some readers do not."""
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"


def _paint_with_artifacts(page, stream, scale=1):
    """Note the running headers and footers, which WeasyPrint tags as content: "page 2 of 4" amid a sentence."""
    for child in page._page_box.children:
        if isinstance(child, boxes.MarginBox):
            for box in _all_of(child):
                box.is_artifact = True
    return _paint(page, stream, scale)


@contextmanager
def _marked_unless_artifact(stream, box, tag):
    with stream.artifact() if getattr(box, "is_artifact", False) else _marked(stream, box, tag):
        yield


def _all_of(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from _all_of(getattr(child, "_box", child))
