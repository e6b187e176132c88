"""Mends what WeasyPrint leaves out of a tagged PDF, so that it can be listened to as well as looked at.

Each mend wraps a private function of one WeasyPrint version; another version must be tried first (the tests in
test_letter_accessibility.py say whether a mend is still needed and still works).
"""

import pydyf
import weasyprint
from django.core.exceptions import ImproperlyConfigured
from weasyprint import pdf as pdf_package
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

TRIED_WITH = "70.0"
_PRINT = 4  # the annotation flag "Print", PDF 1.7 table 165

# What goes on over a page break as one thing. A table does not: it repeats its headings.
_JOINED = {"/Div", "/Sect", "/P", "/L", "/LI", "/LBody", "/BlockQuote", "/NonStruct"}

_add_tags = tags.add_tags
_build_box_tree, _paint, _marked = tags._build_box_tree, Page.paint, Stream.marked


def install() -> None:
    """Mend every PDF written from now on in this process. Doing it twice changes nothing."""
    if weasyprint.__version__ != TRIED_WITH:
        raise ImproperlyConfigured(
            f"WeasyPrint is {weasyprint.__version__}, and its tags are mended for {TRIED_WITH}: try the mends in "
            "responses/letter/tags.py with it, then change TRIED_WITH."
        )
    tags._build_box_tree = _build_mended_tree
    tags.add_tags = pdf_package.add_tags = _add_tags_and_join
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
    spaced = _spaced(real, tagged)
    for element in _build_box_tree(box, parent, pdf, page_number, nums, annotations, tagged):
        # Page, <html> and <body> have no tag of their own, and hand on what their children made.
        if not hasattr(element, "source"):
            element.source = real.element
            _add_language(element, real.element)
            _add_scope(element, real.element)
            _join_columns(element, pdf)
            _add_item_body(element, pdf)
            _name_link(real)
        yield element
    for number, text in spaced:
        _add_space(_tag(nums[number], pdf), text)


def _add_language(element, source) -> None:
    """Say which language a part is in: without it a Welsh name is read out as if it were English (WCAG 3.1.2)."""
    if source is not None and source.get("lang"):
        element["Lang"] = pydyf.String(source.get("lang"))


def _add_scope(element, source) -> None:
    """Say whether a header cell heads a row or a column: WeasyPrint links cells to headers, and some readers do not."""
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"


def _spaced(box, tagged) -> list[tuple[int, str]]:
    """The texts in a block's lines that a space stands after or that are one: the number, and what is said."""
    lines = [line for line in getattr(box, "children", ()) if isinstance(line, boxes.LineBox)]
    texts = [[text for text in _all_of(line) if isinstance(text, boxes.TextBox) and text in tagged] for line in lines]
    said = [[text for text in line if text.text.strip()] for line in texts]
    spaces = [text for line in texts for text in line if not text.text.strip()]
    return [(tagged[text]["mcid"], text.text) for text in [*(line[-1] for line in said if line), *spaces]]


def _add_space(element, text) -> None:
    """Give back a space that is not drawn: of the line's last word and the next, two words were read as one."""
    if element["S"] == "/Span" and not text.endswith(("-", "\u200b")):
        element["ActualText"] = pydyf.String(f"{text.rstrip()} ")


def _name_link(box) -> None:
    """Name a link by its words: WeasyPrint gives its address, which is read out letter by letter."""
    if box.link_annotation:
        box.link_annotation["Contents"] = pydyf.String("".join(box.element.itertext()))


def _join_columns(element, pdf) -> None:
    """Make one list of a list in columns: WeasyPrint makes a list within a list of each column."""
    parts = [_tag(kid, pdf) for kid in element["K"]] if element["S"] == "/L" else []
    if not parts or any(part["S"] != "/L" or part.source is not element.source for part in parts):
        return
    element["K"] = pydyf.Array(kid for part in parts for kid in part["K"])
    for kid in element["K"]:
        _tag(kid, pdf)["P"] = element.reference
    for part in parts:
        part.clear()


def _add_item_body(element, pdf) -> None:
    """Put paragraphs of a list item into its body: WeasyPrint does so with bare text alone, and PDF/UA-1 wants it."""
    if element["S"] != "/LI":
        return
    loose = [kid for kid in element["K"] if _tag(kid, pdf)["S"] not in {"/Lbl", "/LBody"}]
    if not loose:
        return
    body = pydyf.Dictionary({key: element[key] for key in ("Type", "Pg")} | {"S": "/LBody", "P": element.reference})
    body["K"] = pydyf.Array(loose)
    body.source = element.source
    pdf.add_object(body)
    for kid in loose:
        _tag(kid, pdf)["P"] = body.reference
    element["K"] = pydyf.Array([*(kid for kid in element["K"] if kid not in loose), body.reference])


def _add_tags_and_join(pdf, document, pdf_version, page_streams) -> None:
    """Make one tag of what a page break parts: a sentence is not two paragraphs, nor a list two lists."""
    _add_tags(pdf, document, pdf_version, page_streams)
    root = next(thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("S") == "/Document")
    # WeasyPrint builds a page at a time, so the second part of a thing stands right after its first.
    pages, root["K"] = root["K"], pydyf.Array()
    for reference in pages:
        _add_kids(root, [reference], pdf)


def _add_kids(parent, references, pdf) -> None:
    """Add kids to a tag; the first may go on with what the last of the kids that are there began."""
    last = _tag(parent["K"][-1], pdf) if parent["K"] else None
    first = _tag(references[0], pdf) if references else None
    if last and first and last["S"] == first["S"] in _JOINED and last.source is first.source is not None:
        _add_kids(last, first["K"], pdf)
        first.clear()  # no longer in the tree, and best not in the file
        references = references[1:]
    for reference in references:
        # Each keeps its own page, so nothing else changes.
        _tag(reference, pdf)["P"] = parent.reference
        parent["K"].append(reference)


def _tag(reference, pdf):
    return pdf.objects[int(reference.split()[0])]


def _paint_with_artifacts(page, stream, scale=1):
    """Note the running headers and footers, which WeasyPrint tags as content: "page 2 of 4" amid a sentence."""
    for child in page._page_box.children:
        if isinstance(child, boxes.MarginBox):
            for box in _all_of(child):
                box.is_artifact = True
    return _paint(page, stream, scale)


def _marked_unless_artifact(stream, box, tag):
    return stream.artifact() if getattr(box, "is_artifact", False) else _marked(stream, box, tag)


def _all_of(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from _all_of(getattr(child, "_box", child))
