"""What Word and OpenDocument files have in common: XML in a zip, read without anything that XML could reach for."""

from lxml import etree

from responses.intake.proposal import Hint
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.seen import hints
from responses.intake.reading.zips import Zip

_PARSER_SETTINGS = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,  # keeps the parser's own limits on depth and length
    "remove_comments": True,
    "remove_pis": True,
}


def parse(archive: Zip, name: str):
    """The root element of a part. NotReadable where it is damaged, or declares entities, as no office program does."""
    try:
        root = etree.fromstring(archive.read(name), etree.XMLParser(**_PARSER_SETTINGS))
    except etree.XMLSyntaxError:
        raise NotReadable("This document is damaged: its text cannot be read. Ask the sender for it again.") from None
    if root.getroottree().docinfo.doctype:
        raise NotReadable("This document holds instructions that no office program writes, so it was not read.")
    return root


def local(element) -> str:
    """An element's name without its namespace, of which each format has several generations."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element, name: str) -> str:
    """An attribute's value by its bare name, or an empty string."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element, *names: str):
    """The descendant at the end of a path of bare names, or None."""
    for name in names:
        element = next((each for each in element if local(each) == name), None) if element is not None else None
    return element


def titled(properties) -> list[Hint]:
    """The title and the author that a document names outside its text; none where it has no properties."""
    title, author = (getattr(child(properties, name), "text", None) or "" for name in ("title", "creator"))
    return hints(title=title, author=author)
