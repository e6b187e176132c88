"""The letter as a Word document, for whoever must read it, change a word, or keep it beside others.

Its source is the same page as the PDF's: docx_body.py walks it, docx_styles.py says how it looks. The same update gives
the same bytes. Each passage that somebody wrote in a draft stands in a control with its name (written.py), and its
paragraphs in bookmarks, for LibreOffice forgets the tags of controls. The document remembers, as fingerprints without
words, what it said: so its way back can tell what was changed.
"""

import datetime
import io
import zipfile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from lxml import etree, html

from recommendations.english import in_english
from responses.letter.docx_body import HEADINGS, Around, Body
from responses.letter.docx_elements import W, paragraph_properties, run_properties, text, w
from responses.letter.docx_styles import styles
from responses.letter.html import letter_html
from responses.letter.names import became_in_words, what_became
from responses.letter.origin import OTHERS, bookmark, fingerprint, tag_of
from responses.letter.written import written
from responses.models import Update

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_IN_A_PROPERTY = 15  # fingerprints, for Word allows 255 letters
DRAFT = "DRAFT – NOT SENT"
_MARGINS = {"top_margin": 22, "bottom_margin": 26, "left_margin": 25, "right_margin": 25}
_MARGINS |= {"header_distance": 10, "footer_distance": 12, "page_width": 210, "page_height": 297}
# As letter.css says them.
PAGES = {"en": ("Page ", " of "), "cy": ("Tudalen ", " o ")}
PAGES |= dict.fromkeys(("beside", "after"), ("Tudalen/Page ", " o/of "))
_UNUSED = ("stylesWithEffects", "thumbnail", "customXml")
_WORDS = [w(name).tag for name in ("t", "br", "tab")]
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows


@in_english
def letter_docx(update: Update) -> bytes:
    """The letter as a DOCX file. What was sent is made from the page that was kept when it was sent."""
    page = letter_html(update) if update.is_draft else update.sent_letter.html
    return write_docx(page, update)


@in_english
def write_docx(page: str, update: Update) -> bytes:
    """The page of an update's letter as a DOCX file."""
    letter = html.fromstring(page)
    document = empty()
    marking = _taken_out(letter, "letter-marking")
    passages = written(update) if update.is_draft else {}
    tags = {name: (tag_of(update.reference, name), each.title) for name, each in passages.items()}
    body = Body(document.part, _top(letter), tags)
    held = body.blocks(letter, Around())
    section = document.element.body.sectPr
    for block in held:
        section.addprevious(block)
    set_numbering(document, body.numbers.elements())
    mark = DRAFT if update.is_draft else became_in_words(update)
    set_page(document, mark, marking, _footer_of(letter, update))
    _set_properties(document, update)
    if update.is_draft:
        _set_bookmarks(document)
        _remember(document, update, passages, held)
    return same_bytes(document)


def empty():
    """python-docx's own document, with our styles and nothing of its own."""
    document = docx.Document()
    for child in list(document.styles.element):
        document.styles.element.remove(child)
    document.styles.element.extend(styles())
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if any(name in str(relation.reltype) for name in _UNUSED):
                del owner.rels[key]
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    # Without this Word opens it as a document of 2007, and says so.
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    settings.extend([w("zoom", percent=100), w("defaultTabStop", val=720), w("compat", mode)])
    settings.append(w("themeFontLang", val="en-GB"))
    return document


def _taken_out(letter, name: str) -> str:
    """The words of an element that Word repeats on each page, and that therefore stand nowhere else."""
    found = letter.find_class(name)
    words = " ".join(found[0].text_content().split()) if found else ""
    for element in found:
        element.drop_tree()
    return words


def _top(letter) -> int:
    """The level of the letter's own heading, its subject: the page that it is part of has one above."""
    subject = letter.find_class("letter-subject")
    levels = [int(each.tag[1]) for each in subject or letter.iter(*HEADINGS)]
    return min(levels, default=1)


def _footer_of(letter, update) -> list:
    reference = letter.find_class("letter-reference")
    said = " ".join(reference[0].text_content().split()) if reference else update.reference
    running = letter.find_class("letter-name-running")  # the English one comes last
    body = running[-1].text_content() if running else str(update.body)
    look = run_properties(lang="cy-GB") if update.language == update.Language.WELSH else None
    return footer(f"{body}  ·  {said}", update.language, look)


def footer(words: str, language: str = "en", look=None) -> list:
    """What stands at the foot of each page, with its number."""
    page, of = PAGES[language]
    runs = [_run(words, look), w("r", w("tab")), _run(page, look), _field("PAGE")]
    return [*runs, _run(of, look), _field("NUMPAGES")]


def set_numbering(document, elements) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.extend(elements)


def set_page(document, mark: str, marking: str, foot: list) -> None:
    """The head and foot of each page. `mark` says that it is a draft, or stands no longer; `marking` is protective."""
    section = document.sections[0]
    for name, size in _MARGINS.items():
        setattr(section, name, Mm(size))
    if mark or marking:
        section.header.is_linked_to_previous = False
        marked = _run(mark, run_properties(rStyle="LetterDraftMark")) if mark else None
        _fill(section.header, [_line("LetterMarking", _run(marking))] * bool(marking) + [_line("Header", marked)])
    section.footer.is_linked_to_previous = False
    _fill(section.footer, [_line("Footer", *foot)] + [_line("LetterMarking", _run(marking))] * bool(marking))


def _fill(holder, paragraphs) -> None:
    for child in list(holder._element):
        holder._element.remove(child)
    holder._element.extend(paragraphs)


def _line(style, *runs):
    return w("p", paragraph_properties(pStyle=style), *runs)


def _run(words, look=None):
    return w("r", look, text(words))


def _field(code):
    return w("fldSimple", _run("1"), instr=f" {code} ")


def _set_properties(document, update: Update) -> None:
    """What programs show of it: from the letter's own record, never from the clock."""
    made_at = (update.recorded_at or update.edited_at).astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    said, dated = document.core_properties, f", {update.date_in_words}" if update.dated else ""
    became = what_became(update).replace("-", " ").capitalize()
    said.title = f"{became}{': ' * bool(became)}Update from {update.body} on {update.super_complaint}{dated}"[:255]
    said.author = said.last_modified_by = str(update.body)[:255]
    said.subject, said.identifier = update.super_complaint.report_title[:255], update.reference
    said.language = "cy-GB" if update.language == update.Language.WELSH else "en-GB"
    said.comments = said.keywords = ""
    said.created = said.modified = made_at
    said.revision = 1


def _set_bookmarks(document) -> None:
    """One in each paragraph of a passage: of one about several, LibreOffice keeps the last once it has saved twice.

    The first of a control ends after its paragraph: LibreOffice would let it end before its words.
    """
    controls = list(document.element.body.iter(w("sdt").tag))
    tags = [control.find(f"{w('sdtPr').tag}/{w('tag').tag}").get(f"{{{W}}}val") for control in controls]
    paragraphs = [(it, tag) for control, tag in zip(controls, tags, strict=True) for it in control.iter(w("p").tag)]
    for number, (paragraph, tag) in enumerate(paragraphs, 1):
        paragraph.insert(1, w("bookmarkStart", id=number, name=bookmark(tag, number)))
        end = w("bookmarkEnd", id=number)
        is_first = paragraph.getprevious() is None and paragraph.getparent().tag == w("sdtContent").tag
        paragraph.addnext(end) if is_first else paragraph.append(end)


def _remember(document, update, passages, held) -> None:
    """What the document said when it was made, as fingerprints, in properties that Word and LibreOffice keep."""
    said = {name: passage.fingerprint for name, passage in passages.items()}
    others = [paragraph for block in held for paragraph in _outside(block)]
    for holder in (document.sections[0].header, document.sections[0].footer):
        others += [] if holder.is_linked_to_previous else holder._element.iter(w("p").tag)
    words = list(dict.fromkeys(fingerprint(_said(paragraph)) for paragraph in others))
    for at in range(0, len(words), _IN_A_PROPERTY):
        said[f"{OTHERS}-{at}"] = " ".join(words[at : at + _IN_A_PROPERTY])
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _PROPERTIES_TYPE, _properties(update.reference, said), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _properties(reference: str, said: dict[str, str]) -> bytes:
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    within = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    properties = etree.Element(f"{{{within}}}Properties", nsmap={None: within, "vt": types})
    for number, (name, words) in enumerate(said.items(), 2):  # 0 and 1 are taken
        told = {"fmtid": "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", "pid": str(number), "name": tag_of(reference, name)}
        etree.SubElement(etree.SubElement(properties, f"{{{within}}}property", told), f"{{{types}}}lpwstr").text = words
    return etree.tostring(properties, xml_declaration=True, encoding="UTF-8", standalone=True)


def _outside(block):
    """The paragraphs in a block that stand in no passage."""
    passage = w("sdt").tag
    return (each for each in block.iter(w("p").tag) if next(each.iterancestors(passage), None) is None)


def _said(paragraph) -> str:
    """Its words without what a field comes to, such as the number of a page."""
    runs = (run for run in paragraph.iter(w("r").tag) if run.getparent().tag != w("fldSimple").tag)
    return "".join(each.text if each.tag == w("t").tag else " " for run in runs for each in run.iter(*_WORDS))


def same_bytes(document) -> bytes:
    """The document as a file without a moment of its own: a zip notes when each part was packed."""
    packed, again = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = zipfile.ZipInfo(entry.filename, _LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(entry))
    return again.getvalue()
