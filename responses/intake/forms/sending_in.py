"""Files that a liaison officer drops in: one to two hundred letters, or a zip of them."""

import dataclasses

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from responses.documents import ACCEPT, MAX_BYTES, ReceivedFile, UnfitFile, received_file, safe_name
from responses.forms.recording import FilesInput
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.zips import MAX_LETTERS, unpack

MAX_TOTAL = 200 * 1024 * 1024


class LettersField(forms.Field):
    """Files and zips of files. The value is what can be kept; `refused` names the rest, and says why each is not."""

    widget = FilesInput

    def to_python(self, value) -> list[ReceivedFile]:
        uploads = value or []
        if len(uploads) > MAX_LETTERS:
            raise ValidationError(f"Select up to {MAX_LETTERS} files: you selected {len(uploads)}")
        if sum(upload.size for upload in uploads) > MAX_TOTAL:
            raise ValidationError(f"Select files of up to {MAX_TOTAL // 1024**2} MB altogether")
        files, self.refused = [], []
        for upload in uploads:
            self._take(upload, files)
        if self.refused and not files:
            raise ValidationError([reason for _, reason in self.refused])
        if len(files) > MAX_LETTERS:
            raise ValidationError(f"Send in up to {MAX_LETTERS} letters at once: these are {len(files)}")
        return files

    def _take(self, upload, files):
        name = safe_name(upload.name)
        try:
            letters, refused = _unzipped(upload)
        except NotReadable as error:
            letters, refused = [], [f"{name}: {error}"]
        self._refuse(name, *refused)
        for path, letter in letters:
            try:
                files.append(dataclasses.replace(received_file(letter), name=path))
            except UnfitFile as error:
                self._refuse(path, error)

    def _refuse(self, name, *reasons):
        self.refused += [(name, str(reason).rstrip(".")) for reason in reasons]


def _unzipped(upload) -> tuple[list[tuple[str, UploadedFile]], list]:
    """The letters in an upload, itself or what a zip holds with its folders, and why some are not taken."""
    if not upload.name.lower().endswith(".zip"):
        return [(safe_name(upload.name), upload)], []
    letters, refused = unpack(upload.read(), MAX_BYTES, MAX_TOTAL)
    return [(path, SimpleUploadedFile(path, content)) for path, content in letters], refused


class SendInForm(forms.Form):
    letters = LettersField(
        label="Which letters have arrived?",
        help_text=f"Up to {MAX_LETTERS} files, or a zip of them. They are kept as sent, and read in the background.",
        widget=FilesInput({"multiple": True, "accept": f"{ACCEPT},.zip"}),
        error_messages={"required": "Select the letters that have arrived"},
    )

    @property
    def refused(self) -> list[tuple[str, str]]:
        """The names of files that were not taken, and why."""
        return self.fields["letters"].refused
