"""A file's bytes -> every part of it, read or with the reason why not, for every kind of file that letters come as.

Untrusted files are read in a process of their own: see sandbox.py. Nothing here touches the database or the network.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from responses.documents import KINDS, Kind
from responses.intake.proposal import Block, BlockKind, Hint, Part, Received
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_BYTES, MAX_CHARACTERS, NotReadable, within_bounds
from responses.intake.reading.choosing import Found, is_locked, letter_of
from responses.intake.reading.encodings import decoded
from responses.intake.reading.kinds import LOCKED, TNEF, ZIP, Unread, kind_named, kind_of
from responses.intake.reading.mail import HEADS, TOO_DEEP, Enclosed, Opened
from responses.intake.reading.quoted import OURS, marked, parted_text

__all__ = ["NotReadable", "read", "receive"]

MAX_PARTS = 100
MAX_DEPTH = 6  # messages within messages
MAX_UNPACKED = 3 * MAX_BYTES  # of all parts together: a zip in a mail may hold more than the mail
_SECONDS = 7  # of processor time, after which no further part is begun: the process that reads has 20

_NO_WORDS = "This file holds no words that can be read. Keep it beside the record, and type what it says."
_NESTED = "This file is nested or packed too deeply to be a letter, so it was not read."
_BROKE = "This file is damaged, or of a sort we cannot read. Keep it beside the record, and type what it says."
_MORE_PARTS = f"This file holds more than {MAX_PARTS} parts; those after them were not looked at."
_MORE_WORDS = "This part was not read: those before it already hold more than a letter does. Send it alone."
_MORE_TIME = "This part was not read: those before it took too long. Send it alone."
_MISSED = "The letter seems to be {}, which was not read. {}"
_NO_LETTER = "This e-mail holds no letter: no words, and no PDF, Word or OpenDocument file."


def read(content: bytes, name: str) -> list[Block]:
    """The blocks of a letter in reading order. Raises NotReadable with a sentence that says why there are none."""
    received = receive(content, name)
    if not received.letter:
        raise NotReadable(received.why)
    return received.blocks


def receive(content: bytes, name: str, letter: tuple[int, ...] = ()) -> Received:
    """Every part of a file, and which of them are the letter, as far as their words tell. It raises nothing.

    `letter` chooses otherwise: places in the parts that an earlier call gave. None is the letter where it cannot be
    read, or the one that may be it cannot.
    """
    found = _found(content, name)
    chosen = tuple(place for place in letter if 0 <= place < len(found) and found[place].part.blocks)
    chosen = chosen or letter_of(found)
    why = "" if chosen else _why_none(found)
    return Received(tuple(each.part for each in found), chosen, tuple(_hints(name, found, chosen)), why)


def _why_none(found: list[Found]) -> str:
    missed = next((each for each in found if each.part.trouble and each.may_be_letter), found[0])
    is_alone = len(found) == 1 or not missed.attached
    return missed.part.trouble if is_alone else _MISSED.format(missed.part.name, missed.part.trouble)


def _found(content: bytes, name: str) -> list[Found]:
    return list(_Walk().file(Enclosed(name, content)))


def _hints(name: str, found: list[Found], letter: tuple[int, ...]) -> Iterator[Hint]:
    path = PurePosixPath(name.replace("\\", "/"))
    yield Hint("file name", path.name)
    if path.parent.name:
        yield Hint("folder", str(path.parent))
    # What the message says that came, and then whichever brought the letter.
    yield from dict.fromkeys(hint for place in (0, *letter) for hint in found[place].hints)


class _Walk:
    """Goes through a file's parts once, in their order, within limits that hold for all of them together."""

    def __init__(self):
        self.count = self.unpacked = self.characters = self.blocks = 0
        self.until = time.process_time() + _SECONDS

    def file(self, file: Enclosed) -> Iterator[Found]:
        """The file that came in: under its own name only, since whoever sent it in can name it rightly."""
        try:
            kind = kind_named(file.content, file.name)
        except NotReadable as error:
            yield Found(Part(file.name, trouble=str(error)))
            return
        if opened := _opener(kind, file.content):
            yield from self.message(file.name, opened, 0)
        else:
            found, within = self.part(file, kind)
            yield found
            yield from self.within(within, Opened(), 0)

    def message(self, name: str, opens: Callable[[], Opened], depth: int, said: dict[str, str] | None = None):
        """A message's own words, then what it encloses. What it has in its heading lines goes with each of them."""
        try:
            if depth > MAX_DEPTH:
                raise NotReadable(TOO_DEEP)
            message = opens()
            heads = {**(said or {}), **message.heads} if message.heads else said or {}
            message, is_empty = replace(message, heads=heads), True
            for enclosed in message.enclosed():
                for found in self.enclosed(enclosed, message, depth):
                    yield replace(found, hints=(*_hints_of(message, depth), *found.hints))
                is_empty = False
            if is_empty:
                yield Found(Part(name, trouble=_NO_LETTER), attached=bool(depth))
        except NotReadable as error:
            yield Found(Part(name, trouble=str(error)), attached=bool(depth), may_be_letter=True)

    def enclosed(self, enclosed: Enclosed, message: Opened, depth: int) -> Iterator[Found]:
        self.count += 1
        if self.count > MAX_PARTS:
            if self.count == MAX_PARTS + 1:
                yield Found(Part("further parts", trouble=_MORE_PARTS))
            return
        name = enclosed.name or ("the message" if enclosed.is_body and not depth else "")
        if enclosed.trouble:
            yield Found(
                Part(name or "a part", trouble=enclosed.trouble), attached=True, may_be_letter=not enclosed.is_body
            )
        elif enclosed.is_body:
            yield self.body(replace(enclosed, name=name or message.name), message, depth)
        elif enclosed.opens:
            yield from self.message(name or "an attached message", enclosed.opens, depth + 1)
        else:
            yield from self.attached(enclosed, message, depth)

    def body(self, enclosed: Enclosed, message: Opened, depth: int) -> Found:
        kind = next(kind for kind in KINDS if kind.content_type == enclosed.said)
        found = replace(self.part(enclosed, kind, message)[0], attached=bool(depth))
        if depth and OURS.search(message.heads.get("From", "")):  # the request that is answered
            blocks = tuple(
                block if block.kind == BlockKind.FURNITURE else replace(block, quoted=True)
                for block in found.part.blocks
            )
            found = replace(found, part=replace(found.part, blocks=blocks))
        return found

    def attached(self, enclosed: Enclosed, message: Opened, depth: int) -> Iterator[Found]:
        """What is attached, by what its bytes are: whoever sent it in cannot rename it. A zip gives what is in it."""
        kind = kind_of(enclosed.content, enclosed.name, enclosed.said)
        if depth > MAX_DEPTH:
            yield Found(Part(enclosed.name or "a part", trouble=_NESTED), attached=True, may_be_letter=True)
            return
        if kind == ZIP:
            yield from self.zipped(enclosed, message, depth)
            return
        if isinstance(kind, Unread):
            name = enclosed.name or kind.name
            may_be_letter = kind.may_be_letter and not enclosed.is_inline and len(enclosed.content) >= kind.least
            yield Found(Part(name, trouble=kind.trouble), attached=True, may_be_letter=may_be_letter)
            return
        name = enclosed.name or f"{kind.name} without a name"
        if opened := _opener(kind, enclosed.content):
            yield from self.message(name, opened, depth + 1, message.heads if kind == TNEF else None)
        else:
            found, within = self.part(replace(enclosed, name=name), kind, message)
            yield replace(found, attached=True, hints=(Hint("file name", name), *found.hints))
            yield from self.within(within, message, depth)

    def within(self, files: list[Enclosed], message: Opened, depth: int) -> Iterator[Found]:
        for file in files:
            yield from self.enclosed(file, message, depth + 1)

    def zipped(self, enclosed: Enclosed, message: Opened, depth: int) -> Iterator[Found]:
        from responses.intake.reading.zips import unpack

        name = enclosed.name or "a zip file"
        try:
            letters, refused = unpack(enclosed.content, MAX_BYTES, MAX_UNPACKED)
        except NotReadable as error:
            yield Found(Part(name, trouble=str(error)), attached=True, may_be_letter=True)
            return
        yield from self.within([Enclosed(*letter) for letter in letters], message, depth)
        for error in refused:
            yield Found(Part(name, trouble=str(error)), attached=True, may_be_letter=True)

    def part(self, file: Enclosed, kind: Kind, message: Opened | None = None) -> tuple[Found, list[Enclosed]]:
        """One part, read: its blocks and what it says of itself, or the trouble with it; and the files inside it."""
        blocks, others, trouble = [], [], ""
        try:
            self._check(file.content)
            for each in within_bounds(_read(kind, file.content)):
                (blocks if isinstance(each, Block) else others).append(each)
            if not any(block.kind != BlockKind.FURNITURE for block in blocks):
                raise NotReadable(_NO_WORDS if not file.is_body else _NO_LETTER)
            blocks = marked(blocks, is_mail=file.is_body)
        except (RecursionError, MemoryError):
            trouble = _NESTED
        except NotReadable as error:
            trouble = str(error)
        except Exception:  # a reader tripped over this part: the others are read
            trouble = _BROKE
        self.blocks += len(blocks)
        self.characters += sum(len(block.text) for block in blocks)
        within = [each for each in others if isinstance(each, Enclosed)]
        hints = tuple(each for each in others if isinstance(each, Hint))
        if trouble:
            return Found(Part(file.name, trouble=trouble), may_be_letter=not file.is_body, hints=hints), within
        notes = tuple(dict.fromkeys(each for each in others if isinstance(each, str)))
        heads = _heads(file, message) if message else []
        part = Part(file.name, (*heads, *blocks), trouble=LOCKED if is_locked(blocks) else "", notes=notes)
        return Found(part, hints=hints), within

    def _check(self, content: bytes) -> None:
        self.unpacked += len(content)
        if self.unpacked > MAX_UNPACKED or self.blocks > MAX_BLOCKS or self.characters > MAX_CHARACTERS:
            raise NotReadable(_MORE_WORDS)
        if time.process_time() > self.until:
            raise NotReadable(_MORE_TIME)


def _hints_of(message: Opened, depth: int) -> Iterator[Hint]:
    for kind, head in (("e-mail from", "From"), ("e-mail subject", "Subject")):
        if said := message.heads.get(head):
            yield Hint(kind, said)
    if not depth and message.sent_on:  # when it came to us, which is not when the letter was written
        yield Hint("e-mail date", message.sent_on.isoformat())


def _heads(file: Enclosed, message: Opened) -> list[Block]:
    """A message's heading lines, as furniture above what it brought."""
    # An attached letter bears its own date, if any; the day the message was sent is not it.
    lines = [
        f"{name}: {message.heads[name]}"
        for name in HEADS
        if message.heads.get(name) and (file.is_body or name != "Date")
    ]
    lines += [] if file.is_body else [f"Attached: {file.name}"]
    return [Block(BlockKind.FURNITURE, line) for line in lines]


# -- what is in a file


def _opener(kind: Kind, content: bytes) -> Callable[[], Opened] | None:
    """How to open a file that is a message; only what it needs is loaded."""
    if kind.content_type == "message/rfc822":
        from responses.intake.reading.mail import open_mail as opens
    elif kind.content_type == "application/vnd.ms-outlook":
        from responses.intake.reading.outlook import open_msg as opens
    elif kind.content_type == "application/ms-tnef":
        from responses.intake.reading.outlook import open_tnef as opens
    else:
        return None
    return lambda: opens(content)


def _read(kind: Kind, content: bytes) -> Iterator[Block | Hint | Enclosed | str]:
    """What the reader of one kind of file gives: blocks in order, what the file says of itself, files inside it, and in
    sentences what was left out."""
    match kind.extensions[0]:
        case ".txt":
            return _text_blocks(decoded(content))
        case ".html":
            from responses.intake.reading.web import read_html as reader
        case ".pdf":
            from responses.intake.reading.pdf import read_pdf as reader
        case ".docx":
            from responses.intake.reading.word import read_docx as reader
        case ".doc":
            from responses.intake.reading.word97 import read_doc as reader
        case ".odt":
            from responses.intake.reading.opendocument import read_odt as reader
    return reader(content)


def _text_blocks(text: str) -> Iterator[Block]:
    from responses.intake.reading.text import read_text

    if len(text) > MAX_CHARACTERS:
        raise NotReadable(f"This file holds more than {MAX_CHARACTERS:,} characters, which is no letter.")
    if text.count("\n") > MAX_BLOCKS:
        raise NotReadable(f"This file holds more than {MAX_BLOCKS:,} lines, which is no letter.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    yield from read_text(parted_text(re.sub(r"([ \t])\1{100,}", r"\1" * 100, text)))
