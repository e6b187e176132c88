"""Whose words a message holds: what it quotes of another is marked, and never dropped.

Mail says so in three ways: marks before each line (">"), an element of the page round it (<blockquote type="cite">), or
nothing but a few lines above it ("-----Original Message-----", "From: ... Sent: ...", "On ... wrote:"), after which all
the rest is the other's. The same lines stand in mails saved as text, Word or PDF, so they are looked for in blocks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from responses.intake.proposal import Block, BlockKind

BEGINS, ENDS = "\ue0fe", "\ue0ff"  # where an element of a page that quotes begins and ends: its reader says so

_MARK = re.compile(r"[ \t]{0,3}(?:>[ \t]?){0,20}")
# "> 90% of officers are trained" is more than 90%, not a quotation.
_MORE_THAN = re.compile(r"^\s*>\s*[£€]?\d[\d,.]*\s*(?:%|per\b|hours?|days?|weeks?|months?|years?|officers|staff)", re.I)
_DIVIDER = re.compile(
    r"^[\s>*_]*(?:-{2,60}\s{0,3}(?:original (?:message|appointment)|forwarded (?:message|by)|neges wreiddiol"
    r"|neges a anfonwyd ymlaen)\b[^\n-]{0,80}-{2,60}|(?:begin forwarded message|dechrau(?:'r)? neges a anfonwyd ymlaen)"
    r":?)[\s*_]*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^[\s>*_]*(?:from|oddi wrth|gan)[*_]*\s*:[*_]*(?!\s*\d)(?P<who>.*)", re.IGNORECASE)
_FIELD = re.compile(
    r"^[\s>*_]*(?:(?P<sent>sent|date|anfonwyd|dyddiad)|(?P<to>to|at|i)|(?P<cc>b?cc|copi)|(?P<subject>subject|pwnc"
    r"|testun)|from|oddi wrth|gan|reply-to|importance|attachments|atodiadau)[*_]*\s*:",
    re.IGNORECASE,
)
_IN_LINE = re.compile(r"\b(?:sent|date|to|subject|anfonwyd|dyddiad|pwnc)\s?:", re.IGNORECASE)  # all in one line
_WROTE = re.compile(
    r"[\s>]*+(?P<said>.{0,400}(?<!\b[Ii])"
    r" (?:(?:wrote|writes)\b(?: (?:on|at)\b.{0,80})?|ysgrifennodd\b.{0,200})):[\s-]*$",
    re.IGNORECASE | re.DOTALL,
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_WHEN_OR_WHO = re.compile(r"\S@\S|\b\d{1,2}:\d{2}\b")  # an address, or the time of the clock
_DATED = re.compile(r"\b\d{4},? ")  # is enough where we wrote it
# In languages we do not know: "Le mer. 2 juin 2021 à 10:11, Jo <jo@body.example> a écrit :", "---- Citat ----".
_FOREIGN = re.compile(r"<[^\s<>@]{1,100}@[^\s<>@]{1,100}>[^:<>]{0,40}:\s*$")
_DASHED = re.compile(r"^\s*-{4,60}\s?\w[\w ]{2,40}\s?-{4,60}\s*$")
_LABELLED = re.compile(r"^\s*\w[\w -]{0,20}:\s")
# Lotus Notes frames each heading line of a plain message, one cell below another.
_FRAME = re.compile(r"(?m)^[ \t]*(?:\|-{3,}>|>-{3,}\|)[ \t]*\n")
_FRAMED = re.compile(r"(?m)^[ \t]*\|[ \t]*(\S.*?)[ \t]*\|[ \t]*$")
_OPENS = re.compile(r"[\s>]*(?:on|ar|ysgrifennodd)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\S@\S")
_LINES_OF_FIELDS = 8
# Who wrote a message, or to whom, by name or address: us; a body that answers us.
OURS = re.compile(r"hmic|inspectorate|arolygiaeth", re.IGNORECASE)
_THEIRS = re.compile(
    r"police|constab|commissioner|heddlu|comisiynydd|\bo?p\.?f?\.?cc\b|mopac|mayor|[an]pcc\b|home ?office|\.pnn\.",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\b(?:accept|agree|derbyn|implement|complete)\w*\b", re.IGNORECASE)
_PASSES_ON = re.compile(r"\b(?:below|forward(?:ed|ing)?|fwd?|fyi|isod|ymlaen)\b", re.IGNORECASE)
_AMONG = re.compile(
    r"\bin (?:red|blue|green|purple|orange|bold|italics|colour)\b|\bin-?line\b|\b(?:below|under|after|beside) each\b",
    re.IGNORECASE,
)
_NOTE, _LONGEST_NOTE = 15, 120  # words


# -- before a format is read


def parted_text(text: str) -> str:
    """Plain text in which quoted lines, and lines that begin a quotation, do not run on into others.

    An empty line is put between, and two spaces after, which read as "this line was ended on purpose".
    """
    text, frames = _FRAME.subn("", text)
    lines, found = (_FRAMED.sub(r"\1", text) if frames else text).split("\n"), []
    fields = 0  # lines still to come that may be of the same heading
    for number, line in enumerate(lines):
        starts = _boundary(lines, number) is not None
        fields = _LINES_OF_FIELDS if starts else fields - 1
        before = found[-1] if found else ""
        if _depth(line) and not line.strip("> \t"):  # an empty line of what is quoted
            found += [""] if before else []
            continue
        parts = starts and not _DIVIDER.match(before)
        if before.strip() and line.strip() and (parts or _depth(line) != _depth(before)):
            found.append("")
        is_ended = _depth(line) or _in_arrows(line) or (fields > 0 and _FIELD.match(line))
        found.append(line.rstrip() + "  " if is_ended else line)
    return "\n".join(found)


# -- after it


def marked(blocks: Iterable[Block], *, is_mail: bool) -> list[Block]:
    """The blocks, those in somebody else's words as `quoted`. No word is lost or moved.

    In another format than mail, the message that was saved as it may begin with heading lines of its own.
    """
    parts = list(_split(blocks))
    # In a page with headings, "> ..." sets off what is quoted from a report, or whose answer it is.
    is_page = not is_mail and any(block.kind == BlockKind.HEADING for block in parts)
    lines = [line for block in parts for line in block.text.split("\n")] if is_page else []
    is_page = is_page and all(_boundary(lines, number) is None for number in range(len(lines)))
    return _Marker(_levels(parts, by_marks=not is_page), is_mail).marked()


def answers_are_among(blocks: Iterable[Block]) -> bool:
    """Whether a message says that it answers among the words that it quotes, and no mark tells what is whose."""
    text = [block for block in blocks if block.kind != BlockKind.FURNITURE]
    own = list(takewhile(lambda block: not block.quoted, text))
    after = text[len(own) :]
    return bool(after) and all(block.quoted for block in after) and any(_AMONG.search(block.text) for block in own)


def _split(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, parted before a line in their middle that begins a quotation."""
    for block in blocks:
        lines, start = block.text.split("\n"), 0
        for number in range(1, len(lines) if block.kind != BlockKind.CELL else 0):
            if _boundary(lines, number) is not None and not _DIVIDER.match(lines[number - 1]):
                yield replace(block, text="\n".join(lines[start:number]))
                start = number
        yield replace(block, text="\n".join(lines[start:])) if start else block


def _levels(blocks: list[Block], by_marks: bool) -> list[tuple[Block, int]]:
    """The blocks, each with how deep it stands in elements and, `by_marks`, in marks that quote."""
    found, level = [], 0
    marks = [block for block in blocks if _marks(block.text)]
    lone = len(marks) == 1 and "\n" not in marks[0].text.strip()
    for block in blocks:
        begins, ends = block.text.count(BEGINS), block.text.count(ENDS)
        level += begins
        if text := block.text.replace(BEGINS, "").replace(ENDS, "").strip("\n"):
            above = found[-1][0].text if found else ""
            # One line alone may be an arrow.
            depth = 0 if not by_marks or (lone and _boundary([above, text], 0) is None) else _marks(text)
            found.append((replace(block, text=text) if begins or ends else block, level + depth))
        level = max(0, level - ends)
    return found


def _depth(line: str) -> int:
    return 0 if _MORE_THAN.match(line) or _in_arrows(line) else len(_MARK.match(line)[0].replace(" ", ""))


def _marks(text: str) -> int:
    return min((_depth(line) for line in text.split("\n") if line.strip()), default=0)


class _Marker:
    """Goes through a message's blocks once, and says of each whether its words are the sender's."""

    def __init__(self, blocks: list[tuple[Block, int]], is_mail: bool):
        self.blocks = blocks
        self.lines = [block.text for block, _ in blocks]
        self.may_have_heading = not is_mail
        self.base = 0  # how deep the letter's own words stand: within a forwarded message deeper than outside
        self.others: int | None = None  # from this depth on, all is of another's message that no mark ends
        self.said = ""  # so far, by whomever, as much as a note may hold

    def marked(self) -> list[Block]:
        return [
            replace(block, quoted=True) if self._is_quoted(place) else block
            for place, (block, _) in enumerate(self.blocks)
        ]

    def _is_quoted(self, place: int) -> bool:
        block, level = self.blocks[place]
        if block.kind == BlockKind.FURNITURE:
            return False
        if self.others is not None and level < self.others:
            self.others = None
        author = _boundary(self.lines, place)
        if author is not None:
            self._begin(place, author)
        elif len(self.said) < 10 * _LONGEST_NOTE and not _FIELD.match(block.text):
            self.said += f" {block.text[: 10 * _LONGEST_NOTE]}"
        # "On ... wrote:" above words that are marked is nobody's answer either.
        leads = author is not None and self._level_after(place) > self.base
        return self.others is not None or level > self.base or leads

    def _begin(self, place: int, author: str) -> None:
        """Another message begins: it is the letter where the sender only passes it on, and else it is quoted."""
        level, inside = self.blocks[place][1], self._level_after(place)
        # A letterhead may stand above the message's own heading, which nothing quotes.
        is_first = self.may_have_heading and not level and len(self.said.split()) <= 4 * _NOTE
        is_first = is_first and not (self.said and OURS.search(author))
        self.may_have_heading = False
        if is_first or (_is_a_note(self.said) and _answers_us(author, "\n".join(self.lines[place : place + 8]))):
            self.others, self.base = None, max(level, inside)
        elif self.others is None and inside <= level:
            self.others = level

    def _level_after(self, place: int) -> int:
        """How deep the words of the message stand that begins here."""
        return self.blocks[min(place + 1, len(self.blocks) - 1)][1]


def _is_a_note(text: str) -> bool:
    """Whether somebody says no more than that a message follows."""
    count = len(text.split())
    return not _ANSWERS.search(text) and (count <= _NOTE or (count <= _LONGEST_NOTE and bool(_PASSES_ON.search(text))))


def _answers_us(author: str, heading: str) -> bool:
    """Whether a message is of a body that answers us, by who wrote it, and else by whom it went to."""
    to = " ".join(line for line in heading.split("\n") if (found := _FIELD.match(line)) and found["to"])
    return not OURS.search(author) and bool(_THEIRS.search(author) or (author and OURS.search(to)))


# -- lines that begin another message


def _boundary(lines: list[str], at: int) -> str | None:
    """Who wrote the message that begins at this line, as far as the lines say: "" where they do not; else None."""
    first = lines[at].split("\n")[0]
    if _DIVIDER.match(first):
        return _author(lines, at)
    if _DASHED.match(first) and (below := _near(lines, at)[1:3])[1:] and all(map(_LABELLED.match, below)):
        return below[0]
    if wrote := _in_arrows(first):
        return wrote
    if (wrote := _attribution(lines[at : at + 3])) is not None:
        return wrote
    if _ADDRESS.search(first[:300]) and {"to", "subject"} <= {line.strip().lower() for line in _near(lines, at)}:
        return first  # Lotus Notes: who and when in one cell, and "To" and "Subject" without a colon in others
    is_heading = _FROM.match(first) and (_has_fields(lines, at) or len(_IN_LINE.findall(first[:1_000])) >= 2)
    return _author(lines, at) if is_heading else None


def _in_arrows(line: str) -> str:
    """Who wrote what follows, as GroupWise says it: ">>> "Name" <name@body.example> 02/06/2021 10:11 >>>"."""
    bare = line.strip()
    is_one = len(bare) < 500 and bare.startswith(">>>") and bare.endswith(">>>") and _WHEN_OR_WHO.search(bare)
    return bare.strip("> ") if is_one else ""


def _attribution(lines: list[str]) -> str | None:
    """What stands before "wrote:" in one line, or in up to three where the first begins with "On"."""
    lines = "\n".join(line[:600] for line in lines).split("\n")[:3]
    for count in range(1, len(lines) + 1 if _OPENS.match(lines[0]) else 2):
        said = " ".join(lines[:count])
        wrote = _WROTE.match(said) if len(said) <= 600 else None
        if wrote and (_WHEN_OR_WHO.search(said) or (_DATED.search(said) and OURS.search(said))):
            return wrote["said"]
    is_foreign = _CLOCK.search(lines[0]) and _FOREIGN.search(lines[0])
    return lines[0] if is_foreign else None


def _has_fields(lines: list[str], at: int) -> bool:
    """Whether at least two more lines of a heading follow, one where it is ours: when it was sent, to whom, on what."""
    found = filter(None, map(_FIELD.match, _near(lines, at)))
    kinds = {kind for field in found for kind, said in field.groupdict().items() if said}
    return len(kinds) >= (1 if OURS.search(_author(lines, at)) else 2)


def _author(lines: list[str], at: int) -> str:
    near = _near(lines, at)
    for number, line in enumerate(near):
        if found := _FROM.match(line):
            return found["who"].strip() or (near[number + 1].strip() if number + 1 < len(near) else "")
    return ""


def _near(lines: list[str], at: int) -> list[str]:
    """This line and some that follow, as far as a heading may go."""
    return "\n".join(line[:1_000] for line in lines[at : at + _LINES_OF_FIELDS]).split("\n")[: 2 * _LINES_OF_FIELDS]
