"""The elements that a Word document is written in, each with what it is told in the order that Word wants."""

import copy

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# The order in which Word wants what a paragraph and a run are told. Whatever is not in it would need a repair.
_PARAGRAPH = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
)
_RUN = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "sz", "szCs", "u", "vertAlign", "lang")


def w(tag: str, *children, **values):
    """An element of Word's: w("jc", val="right"). Children that are None are left out."""
    element = etree.Element(f"{{{W}}}{tag}", {f"{{{W}}}{name}": str(value) for name, value in values.items()})
    # One that stands somewhere already would leave its place.
    given = (child if child is None or child.getparent() is None else copy.deepcopy(child) for child in children)
    element.extend([child for child in given if child is not None])
    return element


def paragraph_properties(**told):
    """<w:pPr> with its children in Word's order; None where nothing is told."""
    return _properties("pPr", _PARAGRAPH, told)


def run_properties(**told):
    return _properties("rPr", _RUN, told)


def _properties(tag, order, told):
    """Each child is an element, or True for one without values, or the value of its `val`."""
    children = [_told(name, told[name]) for name in order if told.get(name) not in (None, False)]
    assert told.keys() <= {*order}, told  # noqa: S101 - a name that is not in the order would be lost
    return w(tag, *children) if children else None


def _told(name, value):
    if isinstance(value, etree._Element):
        return value
    return w(name) if value is True else w(name, val=value)


def text(words: str):
    element = w("t")
    element.text = words
    element.set(XML_SPACE, "preserve")
    return element


def tell(paragraph, name: str, **values) -> None:
    """Tell a paragraph one thing more."""
    properties = paragraph[0]
    found = {each.tag.rpartition("}")[2]: each for each in properties}
    if name in found:
        for key, value in values.items():
            found[name].set(f"{{{W}}}{key}", str(value))
    else:
        found[name] = w(name, **values)
    paragraph.replace(properties, paragraph_properties(**found))
