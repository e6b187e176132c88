"""Zip files that may lie: what an entry says about its size is checked against what comes out."""

import io
import zipfile
import zlib

from responses.documents import gettext_noop

MAX_ENTRIES = 2_000
MAX_DIRECTORY = 400 * MAX_ENTRIES  # bytes: 46 and a name for each
MAX_ENTRY = 30 * 1024 * 1024  # unpacked
MAX_UNPACKED = 200 * 1024 * 1024  # of all that is read
MAX_RATIO = 200  # XML shrinks to a tenth or a twentieth; a bomb to a thousandth
_SMALL = 1024 * 1024  # below this no ratio is a bomb

BOMB = gettext_noop("This file unpacks to far more than a letter holds, so it was not opened.")
TOO_MANY = gettext_noop("This file holds more than 2,000 files, so it was not opened.")
_DAMAGED = gettext_noop("This file is damaged: it cannot be unpacked. Ask the sender for it again.")
_LOCKED = gettext_noop("This file is protected by a password. Ask the sender for one that is not.")
_UNPACKING_FAILS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class NotReadable(Exception):
    """A file whose words we do not get; its message is a sentence for the person who sent it in."""


class Damaged(NotReadable):
    """It cannot be unpacked."""


class Locked(NotReadable):
    """It is protected by a password."""


class Bomb(NotReadable):
    """It unpacks to more than is ever read."""


class Zip:
    """A zip file held in memory, read entry by entry within limits."""

    def __init__(self, content: bytes, max_unpacked: int = MAX_UNPACKED):
        _check_directory(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _UNPACKING_FAILS:
            raise Damaged(_DAMAGED) from None
        self.entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(self.entries) > MAX_ENTRIES:
            raise NotReadable(TOO_MANY)
        self.names = [entry.filename for entry in self.entries]
        self._left = max_unpacked

    def read(self, name: str) -> bytes:
        """An entry's bytes; KeyError where there is none of the name."""
        return self.read_entry(self._zip.getinfo(name))

    def read_entry(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            raise Locked(_LOCKED)
        limit = min(MAX_ENTRY, self._left, max(_SMALL, entry.compress_size * MAX_RATIO))
        if entry.file_size > limit:
            raise Bomb(BOMB)
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(limit + 1)
        except _UNPACKING_FAILS:
            raise Damaged(_DAMAGED) from None
        if len(content) > limit:
            raise Bomb(BOMB)
        self._left -= len(content)
        return content


def _check_directory(content: bytes) -> None:
    """Refuses a directory of a million entries before Python makes an object of each."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        raise Damaged(_DAMAGED)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    is_zip64 = content[max(0, end - 20) : end].startswith(b"PK\x06\x07")
    if is_zip64 or size > MAX_DIRECTORY:
        raise NotReadable(TOO_MANY)
