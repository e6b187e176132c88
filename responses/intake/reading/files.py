"""A file's bytes -> every part of it, read or with the reason why not, for every kind of file that letters come as.

Untrusted files are read in a process of their own: see sandbox.py. Nothing here touches the database or the network.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath

from responses.documents import KINDS, Kind, gettext_noop
from responses.intake.proposal import Block, BlockKind, Hint, Part, Received
from responses.intake.reading.bounds import MAX_BLOCKS, MAX_BYTES, MAX_CHARACTERS, NotReadable, within_bounds
from responses.intake.reading.choosing import Found, is_locked, letter_of
from responses.intake.reading.kinds import LOCKED, TNEF, ZIP, Unread, kind_named, kind_of
from responses.intake.reading.mail import HEADS, TOO_DEEP, Enclosed, Opened
from responses.intake.reading.quoted import OURS, answers_are_among, marked
from responses.intake.sentences import Sentence

__all__ = ["NotReadable", "read", "receive"]

MAX_PARTS = 100
MAX_DEPTH = 6  # messages within messages
MAX_UNPACKED = 3 * MAX_BYTES  # of all parts together: a zip in a mail may hold more than the mail
_SECONDS = 7  # of processor time, after which no further part is begun: the process that reads has 20

_NO_WORDS = gettext_noop("This file holds no words that can be read. Keep it beside the record, and type what it says.")
_NESTED = gettext_noop("This file is nested or packed too deeply to be a letter, so it was not read.")
_BROKE = gettext_noop(
    "This file is damaged, or of a sort we cannot read. Keep it beside the record, and type what it says."
)
_MORE_WORDS = gettext_noop(
    "This part was not read: those before it already hold more than a letter does. Send it alone."
)
_MORE_TIME = gettext_noop("This part was not read: those before it took too long. Send it alone.")
_AMONG = gettext_noop(
    "It says that answers stand among the words it quotes, where they cannot be told apart: place them by hand."
)
_NO_LETTER = gettext_noop("This e-mail holds no letter: no words, and no PDF, Word or OpenDocument file.")


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
    found = list(_Walk().file(Enclosed(name, content)))
    chosen = tuple(place for place in letter if 0 <= place < len(found) and found[place].part.blocks)
    chosen = chosen or letter_of(found)
    why = "" if chosen else _why_none(found)
    return Received(tuple(each.part for each in found), chosen, tuple(_hints(name, found, chosen)), why)


def _why_none(found: list[Found]) -> str:
    missed = next((each for each in found if each.part.trouble and each.may_be_letter), found[0])
    is_alone = len(found) == 1 or not missed.attached
    return missed.part.trouble if is_alone else Sentence.MISSED % {"part": missed.part.name, "why": missed.part.trouble}


def _hints(name: str, found: list[Found], letter: tuple[int, ...]) -> Iterator[Hint]:
    path = PurePosixPath(name.replace("\\", "/"))
    yield Hint("file name", path.name)
    if path.parent.name:
        yield Hint("folder", str(path.parent))
    # What the message says that came, and then whichever brought the letter.
    yield from dict.fromkeys(hint for place in (0, *letter) for hint in found[place].hints)


def _unread(name: str, trouble: str, attached: bool = True, may_be_letter: bool = True) -> Found:
    return Found(Part(name, trouble=trouble), attached, may_be_letter)


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
            yield _unread(file.name, str(error), False, False)
            return
        if opens := _OPENERS.get(kind.extensions[0]):
            yield from self.message(file.name, lambda: _reader(opens)(file.content), 0)
        else:
            found, within = self.part(file, kind)
            yield found
            yield from self.within(within, Opened(), 0)

    def message(self, name: str, opens: Callable[[], Opened], depth: int, said: dict[str, str] | None = None):
        """A message's own words, then what it encloses. What it has in its heading lines goes with each of them."""
        try:
            if depth > MAX_DEPTH:
                raise NotReadable(TOO_DEEP)
            message, is_empty = opens(), True
            message = replace(message, heads={**(said or {}), **message.heads})
            for enclosed in message.enclosed():
                for found in self.enclosed(enclosed, message, depth):
                    yield replace(found, hints=(*_hints_of(message, depth), *found.hints))
                is_empty = False
            if is_empty:
                yield _unread(name, _NO_LETTER, bool(depth), False)
        except NotReadable as error:
            yield _unread(name, str(error), bool(depth))

    def within(self, files: list[Enclosed], message: Opened, depth: int) -> Iterator[Found]:
        for file in files:
            if depth > MAX_DEPTH:
                yield _unread(file.name, _NESTED)
            else:
                yield from self.enclosed(file, message, depth + 1)

    def enclosed(self, enclosed: Enclosed, message: Opened, depth: int) -> Iterator[Found]:
        self.count += 1
        name = enclosed.name or (gettext_noop("the message") if enclosed.is_body and not depth else "")
        if self.count > MAX_PARTS:
            if self.count == MAX_PARTS + 1:
                yield _unread(
                    gettext_noop("further parts"), Sentence.TOO_MANY_PARTS % {"most": MAX_PARTS}, False, False
                )
        elif enclosed.trouble:
            yield _unread(name or gettext_noop("a part"), enclosed.trouble, True, not enclosed.is_body)
        elif enclosed.is_body:
            yield self.body(replace(enclosed, name=name or message.name), message, depth)
        elif enclosed.opens:
            yield from self.message(name or gettext_noop("an attached message"), enclosed.opens, depth + 1)
        else:
            yield from self.attached(enclosed, message, depth)

    def body(self, enclosed: Enclosed, message: Opened, depth: int) -> Found:
        kind = next(kind for kind in KINDS if kind.content_type == enclosed.said)
        found = replace(self.part(enclosed, kind, message)[0], attached=bool(depth))
        if not depth or not OURS.search(message.heads.get("From", "")):
            return found
        # The request that is answered.
        blocks = tuple(replace(block, quoted=block.kind != BlockKind.FURNITURE) for block in found.part.blocks)
        return replace(found, part=replace(found.part, blocks=blocks))

    def attached(self, enclosed: Enclosed, message: Opened, depth: int) -> Iterator[Found]:
        """What is attached, by what its bytes are: whoever sent it in cannot rename it. A zip gives what is in it."""
        kind = kind_of(enclosed.content, enclosed.name, enclosed.said)
        if isinstance(kind, Unread):
            may_be_letter = kind.may_be_letter and not enclosed.is_inline and len(enclosed.content) >= kind.least
            yield _unread(enclosed.name or kind.name, kind.trouble, True, may_be_letter)
            return
        name = enclosed.name or (kind.name if kind == ZIP else Sentence.WITHOUT_A_NAME % {"kind": kind.name})
        if opens := _OPENERS.get(kind.extensions[0]):
            heads = message.heads if kind in {TNEF, ZIP} else None
            yield from self.message(name, lambda: _reader(opens)(enclosed.content), depth + 1, heads)
        else:
            found, within = self.part(replace(enclosed, name=name), kind, message)
            yield replace(found, attached=True, hints=(Hint("file name", name), *found.hints))
            yield from self.within(within, message, depth)

    def part(self, file: Enclosed, kind: Kind, message: Opened | None = None) -> tuple[Found, list[Enclosed]]:
        """One part, read: its blocks and what it says of itself, or the trouble with it; and the files inside it."""
        blocks, others, trouble = [], [], ""
        try:
            self._check(file.content)
            for each in within_bounds(_reader(_READERS[kind.extensions[0]])(file.content)):
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
        others += [_AMONG] * (file.is_body and answers_are_among(blocks))
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
    # An attached letter bears its own date, if any; the day the message was sent is not it.
    names = [name for name in HEADS if message.heads.get(name) and (file.is_body or name != "Date")]
    lines = [f"{name}: {message.heads[name]}" for name in names]
    lines += [] if file.is_body else [f"Attached: {file.name}"]
    return [Block(BlockKind.FURNITURE, line) for line in lines]


def _reader(name: str) -> Callable:
    """One of the functions below; only what it needs is loaded."""
    module, _, function = name.rpartition(".")
    return getattr(import_module(f"responses.intake.reading.{module}"), function)


# By what files of a kind end in: what opens a message, and what reads a letter. A reader gives blocks in order, what
# the file says of itself, files inside it, and in sentences what was left out.
_OPENERS = {".eml": "mail.open_mail", ".msg": "outlook.open_msg", ".dat": "outlook.open_tnef", ".zip": "zips.open_zip"}
_READERS = {
    ".txt": "text.read_plain",
    ".html": "web.read_html",
    ".pdf": "pdf.read_pdf",
    ".docx": "word.read_docx",
    ".doc": "word97.read_doc",
    ".odt": "opendocument.read_odt",
    ".xlsx": "workbook.read_workbook",
}
