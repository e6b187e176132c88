"""Zip files that may lie: what an entry says about its size is checked against what comes out."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from responses.documents import MAX_NAME, safe_name
from responses.intake.reading.bounds import NotReadable

MAX_ENTRIES = 2_000
MAX_DIRECTORY = 400 * MAX_ENTRIES  # bytes: 46 and a name for each
MAX_ENTRY = 30 * 1024 * 1024  # unpacked
MAX_UNPACKED = 200 * 1024 * 1024  # of all that is read
MAX_RATIO = 200  # XML shrinks to a tenth or a twentieth; a bomb to a thousandth
_SMALL = 1024 * 1024  # below this no ratio is a bomb

MAX_LETTERS = 200
_BOMB = "This file unpacks to far more than a letter holds, so it was not opened."
_DAMAGED = "This file is damaged: it cannot be unpacked. Ask the sender for it again."
_UNPACKING_FAILS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Zip:
    """A zip file held in memory, read entry by entry within limits."""

    def __init__(self, content: bytes, max_unpacked: int = MAX_UNPACKED):
        _check_directory(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _UNPACKING_FAILS:
            raise NotReadable(_DAMAGED) from None
        self.entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(self.entries) > MAX_ENTRIES:
            raise NotReadable(f"This file holds more than {MAX_ENTRIES:,} files, so it was not opened.")
        self._left = max_unpacked

    @property
    def names(self) -> list[str]:
        return [entry.filename for entry in self.entries]

    def read(self, name: str) -> bytes:
        """An entry's bytes; KeyError where there is none of the name."""
        return self.read_entry(self._zip.getinfo(name))

    def read_entry(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            raise NotReadable("This file is protected by a password. Ask the sender for one that is not.")
        limit = min(MAX_ENTRY, self._left, max(_SMALL, entry.compress_size * MAX_RATIO))
        if entry.file_size > limit:
            raise NotReadable(_BOMB)
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(limit + 1)
        except _UNPACKING_FAILS:
            raise NotReadable(_DAMAGED) from None
        if len(content) > limit:
            raise NotReadable(_BOMB)
        self._left -= len(content)
        return content


def _check_directory(content: bytes) -> None:
    """Refuses a directory of a million entries before Python makes an object of each."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        raise NotReadable(_DAMAGED)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    is_zip64 = content[max(0, end - 20) : end].startswith(b"PK\x06\x07")
    if is_zip64 or size > MAX_DIRECTORY:
        raise NotReadable(f"This file holds more than {MAX_ENTRIES:,} files, so it was not opened.")


def unpack(
    content: bytes, max_bytes: int, max_total: int = MAX_UNPACKED
) -> tuple[list[tuple[str, bytes]], list[NotReadable]]:
    """The letters in an uploaded zip (safe paths and bytes, in the zip's own order), and why some are not there.

    What a Mac or Windows adds by itself is left out. A letter fails alone; NotReadable says
    what is amiss with the zip as a whole.
    """
    archive = Zip(content, max_total)
    letters = [entry for entry in archive.entries if not _is_litter(PurePosixPath(entry.filename.replace("\\", "/")))]
    if not letters:
        raise NotReadable("This zip file holds no files.")
    if len(letters) > MAX_LETTERS:
        raise NotReadable(f"This zip file holds {len(letters):,} files. Send at most {MAX_LETTERS} at once.")
    if sum(entry.file_size for entry in letters) > max_total:
        raise NotReadable(_BOMB)
    unpacked, refused = [], []
    for entry in letters:
        try:
            unpacked.append((safe_path(entry.filename), _unpacked(archive, entry, max_bytes)))
        except NotReadable as error:
            refused.append(error)
    return unpacked, refused


def safe_path(claimed: str) -> str:
    """A name with its folders ("Kent/2021/letter.pdf"), each of them safe; the outermost go where it is too long."""
    parts = [safe_name(part) for part in re.split(r"[/\\]", claimed) if part.strip(" .")] or [safe_name(claimed)]
    while len("/".join(parts)) > MAX_NAME and len(parts) > 1:
        parts.pop(0)
    return "/".join(parts)


def _unpacked(archive: Zip, entry: zipfile.ZipInfo, max_bytes: int) -> bytes:
    name = safe_name(entry.filename)
    if name.lower().endswith(".zip"):
        raise NotReadable(f"This zip file holds another, {name}. Unpack that one first.")
    if entry.file_size > max_bytes:
        raise NotReadable(f"{name} in this zip file must be {max_bytes // 1024**2} MB or smaller.")
    try:
        return archive.read_entry(entry)
    except NotReadable as error:
        raise NotReadable(f"{name} in this zip file: {error}") from None


def _is_litter(path: PurePosixPath) -> bool:
    return "__MACOSX" in path.parts or path.name.startswith((".", "~$")) or path.name in {"Thumbs.db", "desktop.ini"}
