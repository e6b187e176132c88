"""What people put on a PDF page: the answers of a form, words typed over it, words struck out; not comments on it."""

import ctypes
from collections.abc import Callable

import pypdfium2.raw as pdfium

from responses.intake.reading.pdf.pages import Rule, View, Word
from responses.intake.reading.seen import box, is_prompt

_MOST = 2_000  # annotations of a page, options of a list
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_MANY_LINES = 1 << 12
_SIZE = 11.0  # points, of typed words
_LOOKS_NORMAL = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
_COMMENTS = {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_POPUP}


class Annotations:
    """Everything that lies on a page.

    What says the same in words is taken off the page: boxes, which may be too small for all that was typed into them,
    ticks, lists, buttons, comments. The rest is for PDFium to draw.
    """

    def __init__(self, page, view: View, add_file: Callable[[object], None]):
        self.page, self.view, self.add_file = page, view, add_file
        self.words: list[Word] = []
        self.strokes: list[Rule] = []  # through words
        self.comments = 0
        self.count = pdfium.FPDFPage_GetAnnotCount(page.raw)
        for at in reversed(range(min(self.count, _MOST))):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
            if not annotation:
                continue
            taken = self._take(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if taken:
                pdfium.FPDFPage_RemoveAnnot(page.raw, at)

    def _take(self, annotation) -> bool:
        """Keeps what an annotation says; whether that is all there is to it."""
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_STRIKEOUT:
            self._strike(annotation)
        elif kind in _COMMENTS:
            self.comments += kind == pdfium.FPDF_ANNOT_TEXT
        elif pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return True
        elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            if attachment := pdfium.FPDFAnnot_GetFileAttachment(annotation):
                self.add_file(attachment)
        elif kind == pdfium.FPDF_ANNOT_FREETEXT and not _text(pdfium.FPDFAnnot_GetAP, annotation, _LOOKS_NORMAL):
            # PDFium draws only what was drawn when it was typed.
            self._type(_text(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"), annotation, many=True)
        elif kind != pdfium.FPDF_ANNOT_WIDGET:
            return False
        elif self.page.formenv:
            return self._take_field(annotation)
        return True

    def _strike(self, annotation) -> None:
        quad = pdfium.FS_QUADPOINTSF()
        for at in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
            pdfium.FPDFAnnot_GetAttachmentPoints(annotation, at, quad)
            x0, y0, x1, y1 = self.view.box((quad.x1, quad.y1), (quad.x4, quad.y4))
            self.strokes.append(Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))

    def _take_field(self, annotation) -> bool:
        form = self.page.formenv.raw
        match pdfium.FPDFAnnot_GetFormFieldType(form, annotation):
            case pdfium.FPDF_FORMFIELD_CHECKBOX | pdfium.FPDF_FORMFIELD_RADIOBUTTON:
                self._write(box(pdfium.FPDFAnnot_IsChecked(form, annotation)), annotation)
            case pdfium.FPDF_FORMFIELD_LISTBOX:
                chosen = [
                    _text(pdfium.FPDFAnnot_GetOptionLabel, form, annotation, at)
                    for at in range(min(pdfium.FPDFAnnot_GetOptionCount(form, annotation), _MOST))
                    if pdfium.FPDFAnnot_IsOptionSelected(form, annotation, at)
                ]
                self._write(", ".join(chosen), annotation)
            case pdfium.FPDF_FORMFIELD_TEXTFIELD:
                said = _text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
                if not said:
                    return False
                many = pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & _MANY_LINES
                self._type(said, annotation, many=bool(many))
            case pdfium.FPDF_FORMFIELD_COMBOBOX:
                return is_prompt(_text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation))
            case kind:
                return kind == pdfium.FPDF_FORMFIELD_PUSHBUTTON
        return True

    def _type(self, text: str, annotation, *, many: bool) -> None:
        if not is_prompt(text):
            self._write("\n".join(text.splitlines()), annotation, typed=many)

    def _write(self, text: str, annotation, *, typed: bool = False) -> None:
        """Puts words where they stand: typed ones from the top of their box, others at half its height."""
        rect = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, rect)
        x0, y0, x1, y1 = self.view.box((rect.left, rect.bottom), (rect.right, rect.top))
        y = y0 + _SIZE if typed else (y0 + y1) / 2 + 0.3 * _SIZE
        self.words.append(Word(text, x0, x1, y, _SIZE, typed=typed))


def _text(ask, *arguments) -> str:
    """What one of PDFium's functions answers that write UTF-16 into a buffer; they count in bytes."""
    length = ask(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(length)
    ask(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
