"""Makes of a tagged PDF/A-2a file one that is PDF/UA-1 as well: to be kept for good, and to be listened to.

WeasyPrint writes the one or the other. What both ask for is there with PDF/A-2a; what is missing is the statement.
"""

import io
from importlib.resources import files

from PIL import Image
from weasyprint import pdf as pdf_package

from responses.letter import tags

VARIANT = "pdf/a-2a"
# PDF/A knows no metadata but its own and what the file itself explains, so the second description explains the first.
_SAYS_PDF_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
# What WeasyPrint writes in colours of a screen. Another image is one for printing presses, such as a CMYK logo.
_MODES = {"1", "I", "L", "LA", "P", "RGB", "RGBA"}


class _ColourProfile:
    """The colour profile that WeasyPrint brings, held in memory: it would open the file for each letter, and leave it
    open, where a letter opens nothing at all."""

    def __init__(self):
        self.content = (files(pdf_package.__name__) / "sRGB2014.icc").read_bytes()

    def __truediv__(self, name):
        return self

    def open(self, mode):
        return io.BytesIO(self.content)


def install() -> None:
    """Hold what every PDF written from now on in this process needs. Doing it twice changes nothing."""
    held = _ColourProfile()
    pdf_package.files = lambda package: held


def finish(document, pdf) -> None:
    """WeasyPrint's finisher: mend what the tags need at last, and say that the file is PDF/UA-1 too."""
    tags.finish(document, pdf)
    for thing in pdf.objects:
        if getattr(thing, "extra", {}).get("Type") == "/Metadata":
            thing.stream = [part.replace(b"</rdf:RDF>", _SAYS_PDF_UA) for part in thing.stream]
            thing.compress = False  # archives read it without unpacking anything


def for_screens(image: bytes) -> bytes:
    """An image in the colours that the whole file is in; what cannot be opened stays as it is."""
    try:
        with Image.open(io.BytesIO(image)) as opened:
            if opened.mode in _MODES:
                return image
            converted, file = opened.convert("RGB"), io.BytesIO()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return image
    converted.save(file, "PNG")
    return file.getvalue()
