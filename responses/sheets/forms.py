"""Which spreadsheet is brought in, and that what its page shows is to be recorded."""

from django import forms
from django.core.exceptions import ValidationError

from responses.documents import EXCEL, Kind, ReceivedFile, UnfitFile, is_text, received_file
from responses.sheets.grids import Grid
from responses.sheets.sandbox import read_safely
from responses.zips import NotReadable

KINDS = (EXCEL, Kind("a CSV file", (".csv",), "text/csv", is_text))
ALLOWED = "CSV or XLSX"


class BringForm(forms.Form):
    """One file. Its value is a ReceivedFile, and what was read in it stands in `grids`."""

    file = forms.FileField(
        label="Which spreadsheet?",
        help_text="An Excel workbook (XLSX) or a CSV file, up to 20 MB and 5,000 rows. Nothing is recorded yet.",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
        error_messages={"required": "Select a spreadsheet"},
    )
    grids: list[Grid]

    def clean_file(self) -> ReceivedFile:
        upload = self.cleaned_data["file"]
        if upload.name.lower().endswith(".xls"):
            raise ValidationError(
                f"{upload.name} is in Excel’s old format. Save it in Excel as an XLSX, and choose that"
            )
        try:
            file = received_file(upload, KINDS, ALLOWED)
            self.grids = read_safely(file.content)
        except (UnfitFile, NotReadable) as error:
            raise ValidationError(f"{upload.name}: {error}" if isinstance(error, NotReadable) else str(error)) from None
        return file


class RecordSpreadsheetForm(forms.Form):
    """The decision to record all that the page shows: `seen` tells which page that was."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, shown: str, **kwargs):
        """`shown`: the digest of what its page would show now."""
        super().__init__(*args, **kwargs)
        self.shown = self.fields["seen"].initial = shown

    def clean_seen(self):
        if self.cleaned_data["seen"] != self.shown:
            self.data = self.data.copy()
            self.data["seen"] = self.shown
            raise ValidationError(
                "The record has changed since this page was shown, so nothing was recorded. "
                "Below is what the file would record now. Look at it again, then decide"
            )
        return self.cleaned_data["seen"]
