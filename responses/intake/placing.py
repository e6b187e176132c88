"""Where each piece of a letter belongs: a quotation of a recommendation, a response to some, or neither.

The letter is read once, from its beginning. A heading opens a section; a section quotes first and answers then; it ends
at the next heading, where the sender takes the floor back, and at the close of the letter. Better an unplaced piece
than a wrong one: whatever nothing places is general.
"""

import re
from dataclasses import dataclass, field, replace

from responses.intake.columns import Table
from responses.intake.headings import Heading, Label, heads_a_list_of_recommendations
from responses.intake.letter import BlockKind, PassageKind, Speaker
from responses.intake.openings import heads_another_part, lead_in, numbered_item, stand_taken, takes_leave
from responses.intake.pieces import Piece, split, words
from responses.intake.quotations import is_quoted, quoted_up_to, reads_as_recommendation

_NOT_AN_ANSWER = re.compile(r"^\W*(?:n/?a|not applicable|none|nil|tbc)?\W*$", re.IGNORECASE)
_SHORTEST_QUOTATION = 60  # characters of a paragraph that is taken for a quotation where no heading says so


def _comes_after(number: str, other: str) -> bool:
    """Whether 3a comes after 3, and 7.1 after 7."""
    return [int(part) if part.isdigit() else part for part in re.findall(r"\d+|[a-z]", number)] > [
        int(part) if part.isdigit() else part for part in re.findall(r"\d+|[a-z]", other)
    ]


@dataclass(frozen=True)
class Marked:
    """A piece with what it begins with, and whose words it is."""

    piece: Piece
    mark: Heading | Label | None = None
    voice: Speaker = Speaker.UNKNOWN
    closes: bool = False  # the letter's closing formula, or its signature
    taken_back: bool = False  # here the sender takes a lent voice back


@dataclass(frozen=True)
class Placed:
    piece: Piece
    kind: PassageKind
    numbers: tuple[str, ...] = ()
    voice: Speaker = Speaker.UNKNOWN
    is_heading: bool = False  # goes with the quotation that follows it, if one does


@dataclass
class _Section:
    """What is open: which recommendations, and whether their wording or the answer is being read."""

    numbers: tuple[str, ...] = ()
    answering: bool = False
    by_heading: bool = False
    among: tuple[str, ...] = ()  # of several recommendations answered one by one: all of them
    level: int = 0
    quoting: bool = False  # the piece before was a quotation
    itemised: bool = False  # opened by a numbered paragraph: the next number opens the next


@dataclass
class Placing:
    """Places the pieces of one letter, in order."""

    wording_of: dict[str, str]  # by number, of the recommendations that are known; "" where it is not held
    tables: dict[int, Table]
    one_section: bool = False  # the letter has one headed section only
    section: _Section = field(default_factory=_Section)
    placed: list[Placed] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # numbers that the report does not have
    numbered: bool = False  # below a heading "Recommendations": numbered paragraphs are recommendations
    in_table: int | None = None

    def place(self, pieces: list[Marked], follows_label: list[bool]):
        """`follows_label`: for each piece, whether a label "Response" is still to come in its section."""
        for marked, before_label in zip(pieces, follows_label, strict=True):
            piece = marked.piece
            if self.in_table is not None and piece.table != self.in_table and not piece.is_furniture:
                self.section, self.in_table = _Section(), None
            if piece.is_furniture:
                self._add(piece, PassageKind.FURNITURE, (), marked.voice)
            elif piece.table in self.tables:
                self.in_table = piece.table
                self._cell(marked)
            elif marked.closes:
                self.section = _Section()
                self._general(marked)
            elif isinstance(marked.mark, Heading):
                self._heading(marked)
            elif isinstance(marked.mark, Label):
                self._label(marked)
            else:
                self._content(marked, before_label)

    def _heading(self, marked: Marked):
        heading, numbers = marked.mark, self._known(marked.mark.numbers)
        self.section = _Section(numbers, heading.answers, by_heading=True, among=numbers, level=marked.piece.level)
        self.numbered = False
        self._rest(marked, heading.end)

    def _label(self, marked: Marked):
        label, section = marked.mark, self.section
        if label.what == "recommendation":
            section.answering = False
        elif label.what == "comment" and not self.one_section and self._label_ends_section(marked):
            self.section = _Section()
        else:
            section.answering = bool(section.numbers)
        self._rest(marked, label.end)

    def _label_ends_section(self, marked: Marked) -> bool:
        return not self.section.answering or self.section.quoting or marked.piece.kind == BlockKind.HEADING

    def _rest(self, marked: Marked, end: int):
        """The words of a heading or label, then the content that runs on from it."""
        if end == 0:
            self._content(replace(marked, mark=None), False)
            return
        pieces = [marked.piece] if end >= len(marked.piece.text) else split(marked.piece, end)
        self._add(pieces[0], PassageKind.GENERAL, (), marked.voice, is_heading=True)
        for piece in pieces[1:]:
            self._content(replace(marked, piece=piece, mark=None), False)

    def _content(self, marked: Marked, before_label: bool):
        if self._ends_section(marked):
            self.section = _Section()
        if not self.section.numbers:
            self._outside(marked)
        elif self._narrows(marked):
            return
        elif self.section.answering:
            self._answer(marked)
        else:
            self._quotation_or_answer(marked, before_label)

    def _ends_section(self, marked: Marked) -> bool:
        piece = marked.piece
        if not self.section.numbers:
            return False
        if marked.taken_back or takes_leave(piece.text):
            return True
        if piece.kind != BlockKind.HEADING or not (self.section.answering or self.section.quoting):
            return False
        higher = piece.level and self.section.level and piece.level <= self.section.level
        return bool(higher) or not self.section.by_heading or heads_another_part(piece.text)

    def _outside(self, marked: Marked):
        """A piece in no section: prose may open one."""
        piece, text = marked.piece, marked.piece.text
        if heads_a_list_of_recommendations(text):
            self.numbered = True
            self._general(marked, is_heading=True)
        elif quoted := self._quoted_without_heading(text):
            self._add(piece, PassageKind.QUOTATION, quoted, marked.voice)
        elif self._item(marked, self.numbered):
            return
        elif (numbers := self._known(lead_in(text))) and not self._is_somebody_s_wording(text):
            self.section = _Section(numbers, answering=True, among=numbers)
            self._answer(marked)
        elif piece.kind != BlockKind.HEADING and (stand := stand_taken(text)) and self._known(stand[0]):
            *before, answer = split(piece, stand[1])
            for part in before:
                self._general(replace(marked, piece=part))
            self._add(answer, PassageKind.RESPONSE, self._known(stand[0]), marked.voice)
        else:
            self._general(marked)

    def _quoted_without_heading(self, text: str) -> tuple[str, ...]:
        if len(text) < _SHORTEST_QUOTATION:
            return ()
        return tuple(number for number, wording in self.wording_of.items() if is_quoted(text, wording))[:1]

    def _item(self, marked: Marked, expected: bool) -> bool:
        """A numbered paragraph that is recommendation 4, or the answer to it: "4. ..."."""
        item = numbered_item(marked.piece.text)
        if not item or not self._known((item[0],), quietly=True):
            return False
        number, end = item
        quotes = quoted_up_to(marked.piece.text[end:], [self.wording_of.get(number, "")]) >= _SHORTEST_QUOTATION
        if not (expected or quotes):
            return False
        among = self.section.among if number in self.section.among else ()
        self.section = _Section((number,), by_heading=True, among=among, itemised=True)
        self._content(replace(marked, mark=None), False)
        return True

    def _narrows(self, marked: Marked) -> bool:
        """Of several recommendations answered together, a paragraph may take up one."""
        section, text = self.section, marked.piece.text
        if len(section.among) > 1 and (item := numbered_item(text)) and item[0] in section.among:
            return self._item(marked, expected=True)
        if section.itemised and (item := numbered_item(text)) and _comes_after(item[0], section.numbers[0]):
            return self._item(marked, expected=True)
        numbers = self._known(lead_in(text), quietly=True)
        if not numbers or self._is_somebody_s_wording(text):
            return False
        if section.by_heading and not (set(numbers) < set(section.among)):
            return False
        among = section.among if section.by_heading else numbers
        self.section = _Section(numbers, True, section.by_heading, among, section.level)
        self._answer(marked)
        return True

    def _quotation_or_answer(self, marked: Marked, before_label: bool):
        piece, section = marked.piece, self.section
        end = self._quoted_part(piece, before_label)
        quotation, *answer = split(piece, end) if end else [None, piece]
        if quotation:
            section.quoting = True
            self._add(quotation, PassageKind.QUOTATION, section.numbers, marked.voice)
        for part in answer:
            section.answering = True
            self._answer(replace(marked, piece=part))

    def _quoted_part(self, piece: Piece, before_label: bool) -> int:
        """Where the quotation at the head of a piece ends."""
        section, text = self.section, piece.text
        wordings = [self.wording_of[number] for number in section.numbers if self.wording_of.get(number)]
        if end := quoted_up_to(text, wordings):
            return end
        if before_label:
            return len(text)
        if section.quoting:
            goes_on = piece.is_list_item and not wordings and self._list_is_quoted()
            return len(text) if goes_on or (not wordings and reads_as_recommendation(text)) else 0
        return len(text) if reads_as_recommendation(text) else 0

    def _list_is_quoted(self) -> bool:
        before = next(placed.piece for placed in reversed(self.placed) if placed.kind != PassageKind.FURNITURE)
        return before.is_list_item or before.text.rstrip().endswith((":", "and", ";"))

    def _answer(self, marked: Marked):
        self.section.quoting = False
        self._add(marked.piece, PassageKind.RESPONSE, self.section.numbers, marked.voice)

    def _cell(self, marked: Marked):
        piece, table = marked.piece, self.tables[marked.piece.table]
        numbers = self._known(table.of_rows.get(piece.row, ()))
        column = piece.column or 0
        voice = table.speaker_of(column) or marked.voice
        if not numbers or column in table.of_others or (piece.row in table.heading_rows):
            self._add(piece, PassageKind.GENERAL, (), voice)
        elif column in table.of_recommendations:
            is_heading = isinstance(marked.mark, Heading) and marked.mark.end >= len(piece.text)
            self._add(piece, PassageKind.QUOTATION, numbers, voice, is_heading)
        elif _NOT_AN_ANSWER.match(piece.text):
            self._add(piece, PassageKind.GENERAL, (), voice)
        elif isinstance(marked.mark, Label) and marked.mark.end >= len(piece.text):
            self._add(piece, PassageKind.GENERAL, (), voice, is_heading=True)
        else:
            self._add(piece, PassageKind.RESPONSE, numbers, voice)

    def _general(self, marked: Marked, is_heading: bool = False):
        self._add(marked.piece, PassageKind.GENERAL, (), marked.voice, is_heading)

    def _add(self, piece: Piece, kind, numbers, voice, is_heading: bool = False):
        self.placed.append(Placed(piece, kind, numbers, voice, is_heading))

    def _known(self, numbers: tuple[str, ...], quietly: bool = False) -> tuple[str, ...]:
        """Those of the numbers that the report has; all of them where the report is not known."""
        if not self.wording_of:
            return numbers
        known = {number.lower(): number for number in self.wording_of}
        found = [known.get(number) or known.get(re.sub(r"(\.\d+|[a-h])$", "", number)) for number in numbers]
        if not quietly:
            self.unknown += [number for number, there in zip(numbers, found, strict=True) if not there]
        return tuple(dict.fromkeys(filter(None, found)))

    def _is_somebody_s_wording(self, text: str) -> bool:
        return bool(quoted_up_to(text, list(self.wording_of.values()))) or (
            "should" in words(text) and reads_as_recommendation(text)
        )
