"""Files as a zip, made while it is sent: of no number of letters does it hold more than one at a time.

Nothing is pressed: letters are PDFs, which are already. The same files give the same bytes.
"""

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from django.utils import timezone


def zipped(files: Iterable[tuple[str, datetime.datetime, bytes]]) -> Iterator[bytes]:
    """The pieces of a zip of (name, time, content). A name that comes again gets a number: "letter-2.pdf"."""
    window, taken = _Window(), set()
    with zipfile.ZipFile(window, "w", zipfile.ZIP_STORED) as archive:
        for name, at, content in files:
            entry = zipfile.ZipInfo(_not_taken(name, taken), timezone.localtime(at).timetuple()[:6])
            archive.writestr(entry, content)
            yield window.take()
    yield window.take()


def _not_taken(name: str, taken: set[str]) -> str:
    asked_for, number = name, 1
    # Names that differ in capitals alone are one file to Windows and to macOS.
    while name.casefold() in taken:
        path, number = PurePosixPath(asked_for), number + 1
        name = str(path.with_stem(f"{path.stem}-{number}"))
    taken.add(name.casefold())
    return name


class _Window(io.BytesIO):
    """A file of which only what was written since the last take() is here: a zip goes back no further than that."""

    gone = 0

    def tell(self) -> int:
        return self.gone + super().tell()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self.gone + super().seek(place - self.gone if whence == io.SEEK_SET else place, whence)

    def take(self) -> bytes:
        piece = self.getvalue()
        self.gone += len(piece)
        super().seek(0)
        self.truncate()
        return piece
