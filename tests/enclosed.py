"""Files that go with letters in tests, and PDFs that hold what no letter should."""

import hashlib
import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Stream

from responses.documents import ReceivedFile
from responses.models import Enclosure, Update
from tests import hostile
from tests.factories import NOON

PLAIN_PDF = hostile.pdf_drawing(hostile.WORDS)


def enclose(update: Update, content: bytes = b"Words.", *, title="A note", how="attached", at=NOON, name="note.txt"):
    """A file that goes with a draft, as somebody of its body enclosed it; a PDF of one page where it is one."""
    is_pdf = content.startswith(b"%PDF")
    name = "policy.pdf" if is_pdf and name == "note.txt" else name
    kind = "application/pdf" if is_pdf else "text/plain"
    file = ReceivedFile(name, kind, content, hashlib.sha256(content).hexdigest())
    seen = {"pages": 1, "is_tagged": False} if is_pdf else {}
    return Enclosure.objects.enclose(update, file, title=title, how=how, by=update.edited_by, at=at, **seen)


def upload(content: bytes = b"Words.", name: str = "note.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def changed_pdf(change, content: bytes = PLAIN_PDF) -> bytes:
    """A PDF after somebody did this to it."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def with_script(pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_script_on_page(pdf) -> None:
    action = Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe"))
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)])


def with_file(pdf) -> None:
    pdf.attachments["secret.txt"] = b"secret"


def with_form(pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=pikepdf.String("name")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_hidden_layer(pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def with_layer_hidden_on_occasion(pdf) -> None:
    with_hidden_layer(pdf)
    usual = pdf.Root.OCProperties.D
    usual.AS = Array([Dictionary(Event=Name.View, OCGs=usual.OFF, Category=Array([Name.View]))])
    del usual.OFF


def with_answering_link(pdf) -> None:
    """A link that opens its address as soon as its page is seen."""
    opens = Dictionary(PO=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org/seen")))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), AA=opens)
    pdf.pages[0].Annots = Array([link])


def with_tags_of_odd_numbers(pdf) -> None:
    with_tags(pdf)
    pdf.pages[0].StructParents = 2**62


def with_odd_marks(pdf) -> None:
    with_tags(pdf)
    pdf.Root.MarkInfo = 5


def with_tags(pdf) -> None:
    """One paragraph in a name of the document's own, told by a tree of numbers in two levels; and a drawing in it."""
    page = pdf.pages[0]
    words = page.Contents.read_bytes()
    page.Contents = Stream(pdf, b"/Own <</MCID 0>> BDC\n" + words + b"EMC\n")
    page.StructParents = 4000
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]), StructParents=9000)
    page.Resources.XObject = Dictionary(F=form)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    own = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Own, P=document, K=0, Pg=page.obj))
    document.K = own
    tree.K = document
    tree.RoleMap = Dictionary(Own=Name.P)
    leaf = Dictionary(Nums=Array([4000, Array([own])]), Limits=Array([4000, 4000]))
    tree.ParentTree = Dictionary(Kids=Array([pdf.make_indirect(leaf)]))
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = pikepdf.String("cy")


def with_tags_in_a_circle(pdf) -> None:
    with_tags(pdf)
    own = pdf.Root.StructTreeRoot.K.K
    own.K = Array([own])
