"""Where each piece of a letter belongs: a quotation of a recommendation, a response to some, or neither.

The letter is read once, from its beginning. A heading opens a section; a section quotes first and answers then; it ends
at the next heading, where the sender takes the floor back, and at the close of the letter. Better an unplaced piece
than a wrong one: whatever nothing places is general.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from responses.intake.proposal import BlockKind, PassageKind
from responses.intake.understanding.columns import Table
from responses.intake.understanding.headings import MENTION, Heading, Label, heads_a_list_of_recommendations, is_status
from responses.intake.understanding.marking import Marked
from responses.intake.understanding.openings import (
    heads_another_part,
    lead_in,
    numbered_item,
    requested,
    stand_taken,
    takes_leave,
    told_up_to,
)
from responses.intake.understanding.pieces import Piece, sentences, split, words
from responses.intake.understanding.quotations import (
    begins_as_an_answer,
    is_quoted,
    quoted_up_to,
    reads_as_recommendation,
)
from responses.voices import Voice

# "N/A", "Not applicable to the force.", "This recommendation is for the Home Office.", "Chief constables".
_NOT_AN_ANSWER = re.compile(
    r"^\W*(?:(?:n/?a|not\s+applicable|none|nil|tbc|\d{1,2}(?:\.\d{1,2})?[a-h]?(?![\d%]))?"
    r"|(?:(?:all|chief\s+(?:constables?|officers)|pf?ccs?|police\s+and\s+crime\s+commissioners|(?:all\s+)?forces|home\s+office|npcc"
    r"|apcc)\W*(?:and\s+)?)+"
    r"|(?:(?:this|the)(?:\s+recommendation)?\s+is\s+)?(?:not\s+(?:applicable|relevant|addressed|directed|for)\b)[^.,;]{0,80}"
    r"|(?:this|the)(?:\s+recommendation)?\s+is\s+(?:for|addressed\s+to|directed\s+(?:at|to)|a\s+matter\s+for)\s+[^.,;]{3,80})\W*$",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_PART = 5
_MOST_WORDS_OF_A_SUBHEADING = 6
# Of a paragraph that is taken for a quotation where no heading says so: the address of a letter is shorter.
_SHORTEST_QUOTATION = 60  # characters
_FEWEST_WORDS = 12


def comes_after(number: str, other: str) -> bool:
    """Whether 3a comes after 3, and 7.1 after 7."""
    return _in_order(number) > _in_order(other)


def _in_order(number: str) -> list[int]:
    return [int(part) if part.isdigit() else ord(part) - ord("a") + 1 for part in re.findall(r"\d+|[a-z]", number)]


@dataclass(frozen=True)
class Placed:
    piece: Piece
    kind: PassageKind
    numbers: tuple[str, ...] = ()
    voice: Voice = Voice.NOT_STATED
    is_heading: bool = False  # goes with the quotation that follows it, if one does
    section: int = 0  # which section of the letter it stands in; 0 for none


@dataclass
class _Section:
    """What is open: which recommendations, and whether their wording or the answer is being read."""

    numbers: tuple[str, ...] = ()
    answering: bool = False
    by_heading: bool = False
    among: tuple[str, ...] = ()  # of several recommendations answered one by one: all of them
    level: int = 0
    quoting: bool = False  # the piece before was a quotation
    unheaded: bool = False  # opened by a quotation that no number heads
    told: bool = False  # opened by a sentence that tells what the recommendation asks
    itemised: bool = False  # opened by a numbered paragraph: the next number opens the next
    in_item: bool = False  # opened by a list item that goes on with the words it heads
    place: int = 0  # among the letter's sections, from 1


@dataclass
class Placing:
    """Places the pieces of one letter, in order."""

    wording_of: dict[str, str]  # by number, of the recommendations that are known; "" where it is not held
    tables: dict[int, Table]
    of_others: set[tuple[int, int]]  # (table, row)s of other tables that are about owners and dates
    asked_of_others: set[str] = field(default_factory=set)  # numbers addressed to none such as the sender
    one_section: bool = False  # the letter has one headed section only
    headings_to_come: int = 0  # of recommendations, outside tables
    asked_once: bool = False  # one sentence says what was asked about, and no other words name a recommendation
    labels: Counter = field(default_factory=Counter)  # how often it uses each label, by what it says and whose it is
    section: _Section = field(default_factory=_Section)
    placed: list[Placed] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # numbers that the report does not have
    numbered: bool = False  # below a heading "Recommendations": numbered paragraphs are recommendations
    in_table: int | None = None
    sections: list[_Section] = field(default_factory=list)
    opened_by_answer: set[int] = field(default_factory=set)  # sections whose heading says that an answer follows
    doubts: list[str] = field(default_factory=list)

    def place(self, pieces: list[Marked]):
        self._look_over(pieces)
        for marked in pieces:
            piece = marked.piece
            if self.in_table is not None and piece.table != self.in_table and not piece.is_furniture:
                self.section, self.in_table = _Section(), None
            if piece.is_furniture:
                self._add(piece, PassageKind.FURNITURE, (), marked.voice)
            elif piece.table in self.tables:
                self.section = self.section if self.in_table == piece.table else _Section()
                self.in_table = piece.table
                self._cell(marked)
            elif piece.table is not None and (piece.table, piece.row) in self.of_others:
                self._general(marked)
            elif marked.closes:
                self.section = _Section()
                self._general(marked)
            elif isinstance(marked.mark, Heading):
                self._heading(marked)
            elif isinstance(marked.mark, Label):
                self._label(marked)
            else:
                self._content(marked)
        self._unplace_what_is_doubtful()

    def _look_over(self, pieces: list[Marked]):
        """What the letter as a whole tells, before it is read."""
        outside = [one for one in pieces if one.piece.table not in self.tables]
        headings = [one.mark.numbers for one in outside if isinstance(one.mark, Heading)]
        labels = [one.mark for one in pieces if isinstance(one.mark, Label)]
        names = sum(bool(MENTION.search(one.piece.text)) for one in pieces)
        parted = headings or self.tables or any(numbered_item(one.piece.text) for one in pieces)
        self.one_section, self.headings_to_come = len(set(headings)) == 1, len(headings)
        self.asked_once = names == 1 and not parted
        self.labels = Counter((label.what, label.speaker) for label in labels)

    def _unplace_what_is_doubtful(self):
        """Words after several quotations in a row may answer any of them; after a lone quotation, none."""
        answered = {one.section for one in self.placed if one.kind == PassageKind.RESPONSE}
        quoted = {one.section for one in self.placed if one.kind == PassageKind.QUOTATION} - self.opened_by_answer
        headed = [one.place for one in self.sections if (one.by_heading or one.told) and one.place in quoted]
        unheaded = {section.place for section in self.sections if section.unheaded and section.place in answered}
        doubtful: set[int] = set()
        if len(headed) > 1 and headed[-1] in answered and not answered & set(headed[:-1]):
            doubtful.add(headed[-1])
        if len({self.sections[place - 1].numbers for place in unheaded}) == 1:
            doubtful |= unheaded
        for number, one in enumerate(self.placed):
            if one.section in doubtful and one.kind == PassageKind.RESPONSE:
                self.placed[number] = replace(one, kind=PassageKind.GENERAL, numbers=())
        if doubtful:
            self.doubts.append("Words follow what is quoted and may answer more than the last of it: decide which.")

    def _heading(self, marked: Marked):
        heading, numbers = marked.mark, self._known(marked.mark.numbers)
        self._unplace_what_brings_in()
        self.headings_to_come -= 1
        self._open(_Section(numbers, heading.answers, by_heading=True, among=numbers, level=marked.piece.level))
        self.opened_by_answer |= {self.section.place} if heading.answers else set()
        self.numbered = False
        self.section.in_item = marked.piece.is_list_item and 0 < heading.end < len(marked.piece.text)
        self._rest(marked, heading.end)

    def _unplace_what_brings_in(self):
        """A sentence with a colon above a heading brings it in: "My own response to recommendations 5 and 6:"."""
        last = self.placed[-1] if self.placed else None
        if last and last.kind == PassageKind.RESPONSE and last.piece.table is None:
            said = last.piece.text.rstrip(" *_")
            if said.endswith(":") and len(sentences(said)) == 1:
                self.placed[-1] = replace(last, kind=PassageKind.GENERAL, numbers=())

    def _label(self, marked: Marked):
        label, section = marked.mark, self.section
        if label.what == "recommendation":
            section.answering = False
        elif (
            marked.taken_back
            or heads_another_part(marked.piece.text)
            or (section.answering and self._is_said_once(label))
        ):
            self.section = _Section()  # an annex, or said once after all: on the letter as a whole
        else:
            section.answering = bool(section.numbers)
        self._rest(marked, label.end)

    def _is_said_once(self, label: Label) -> bool:
        """Whether a label stands below the last of several sections and nowhere else."""
        last = not self.headings_to_come and not self.one_section
        return last and self.labels[label.what, label.speaker] == 1

    def _rest(self, marked: Marked, end: int):
        """The words of a heading or label, then the content that runs on from it."""
        if end == 0:
            self._content(replace(marked, mark=None))
            return
        pieces = [marked.piece] if end >= len(marked.piece.text) else split(marked.piece, end)
        self._add(pieces[0], PassageKind.GENERAL, (), marked.voice, is_heading=True)
        for piece in pieces[1:]:
            self._content(replace(marked, piece=piece, mark=None))

    def _content(self, marked: Marked):
        if self._ends_section(marked):
            self.section = _Section()
        if not self.section.numbers:
            self._outside(marked)
        elif self._heads_a_part(marked) and not self._is_amid_an_answer():
            self._general(marked, is_heading=True)
        elif self._narrows(marked) or self._quotes_the_next(marked):
            return
        elif self.section.answering:
            self._answer(marked)
        else:
            self._quotation_or_answer(marked)

    def _heads_a_part(self, marked: Marked) -> bool:
        """Whether a piece in a section heads words that follow: "What we have done", "Governance:"."""
        said = words(marked.piece.text)
        short = 1 < len(said) <= _MOST_WORDS_OF_A_SUBHEADING and marked.piece.text.strip()[-1].isalnum()
        by_form = short and marked.before_prose and not marked.piece.is_list_item and said[0][0].isupper()
        by_form = by_form and not is_status(marked.piece.text)
        return marked.piece.kind == BlockKind.HEADING or by_form

    def _is_amid_an_answer(self) -> bool:
        last = next((one for one in reversed(self.placed) if one.kind != PassageKind.FURNITURE), None)
        return bool(last and last.kind == PassageKind.RESPONSE and last.section == self.section.place)

    def _ends_section(self, marked: Marked) -> bool:
        piece = marked.piece
        if not self.section.numbers:
            return False
        if marked.taken_back or takes_leave(piece.text):
            return True
        if self.section.in_item and self.section.answering and piece.kind == BlockKind.PARAGRAPH:
            return not piece.text[:1].islower()
        if heads_another_part(piece.text) and len(words(piece.text)) <= _MOST_WORDS_OF_A_PART:
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
            self._open(_Section(quoted, quoting=True, unheaded=True))
            self._add(piece, PassageKind.QUOTATION, quoted, marked.voice)
        elif self._item(marked, self.numbered):
            return
        elif (numbers := self._asked_of_sender(lead_in(text))) and not self._is_somebody_s_wording(text):
            self._open(_Section(numbers, answering=True, among=numbers))
            self._told_then_answered(marked)
        elif self.asked_once and (request := requested(text)) and (numbers := self._known(request[0])):
            self._asked(marked, numbers, request[1])
        elif piece.kind != BlockKind.HEADING and (stand := stand_taken(text)) and self._asked_of_sender(stand[0]):
            *before, answer = split(piece, stand[1])
            for part in before:
                self._general(replace(marked, piece=part))
            self._add(answer, PassageKind.RESPONSE, self._asked_of_sender(stand[0]), marked.voice)
        else:
            self._general(marked)

    def _quoted_without_heading(self, text: str) -> tuple[str, ...]:
        if len(text) < _SHORTEST_QUOTATION or len(words(text)) < _FEWEST_WORDS:
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
        self._open(_Section((number,), by_heading=True, among=among, itemised=True))
        self._quotation_or_answer(replace(marked, mark=None))
        return True

    def _narrows(self, marked: Marked) -> bool:
        """Of several recommendations answered together, a paragraph may take up one."""
        section, text = self.section, marked.piece.text
        if len(section.among) > 1 and (item := numbered_item(text)) and item[0] in section.among:
            return self._item(marked, expected=True)
        if section.itemised and (item := numbered_item(text)) and comes_after(item[0], section.numbers[0]):
            return self._item(marked, expected=True)
        numbers = self._known(lead_in(text), quietly=True)
        if not numbers or self._is_somebody_s_wording(text):
            return False
        if section.by_heading and not (set(numbers) < set(section.among) or set(numbers) <= self._unanswered()):
            return False
        among = section.among if section.by_heading else numbers
        self._open(_Section(numbers, True, section.by_heading, among, section.level))
        self._told_then_answered(marked)
        return True

    def _told_then_answered(self, marked: Marked):
        """A paragraph that brings a recommendation up: what it asks is told as a quotation would, then answered."""
        told = told_up_to(marked.piece.text)
        if not told:
            self._answer(marked)
            return
        asks, *answer = split(marked.piece, told)
        self.section.told, self.section.answering = True, bool(answer)
        self._add(asks, PassageKind.QUOTATION, self.section.numbers, marked.voice)
        for piece in answer:
            self._answer(replace(marked, piece=piece))

    def _asked(self, marked: Marked, numbers: tuple[str, ...], end: int):
        """Where one sentence says what was asked about and nothing else names a number, the rest is the answer."""
        asks, *answer = split(marked.piece, end)
        self._general(replace(marked, piece=asks))
        self._open(_Section(numbers, answering=True, among=numbers))
        for piece in answer:
            self._answer(replace(marked, piece=piece))
        names = " and ".join(numbers)
        self.doubts.append(f"Nothing but what it says it was asked places the answer on {names}: check that it is one.")

    def _quotes_the_next(self, marked: Marked) -> bool:
        """Where no headings part the answers, the next quotation does."""
        quoted = self._quoted_without_heading(marked.piece.text)
        if self.section.by_heading or not quoted or quoted == self.section.numbers:
            return False
        self.section = _Section()
        self._outside(marked)
        return True

    def _quotation_or_answer(self, marked: Marked):
        piece, section = marked.piece, self.section
        end = self._quoted_part(marked)
        quotation, *answer = split(piece, end) if end else [None, piece]
        if quotation:
            section.quoting = True
            self._add(quotation, PassageKind.QUOTATION, section.numbers, marked.voice)
        for part in answer:
            section.answering = True
            self._answer(replace(marked, piece=part))

    def _quoted_part(self, marked: Marked) -> int:
        """Where the quotation at the head of a piece ends."""
        section, piece, text = self.section, marked.piece, marked.piece.text
        wordings = [self.wording_of[number] for number in section.numbers if self.wording_of.get(number)]
        if end := quoted_up_to(text, wordings) or (not section.quoting and told_up_to(text)):
            return end
        if marked.before_label and not begins_as_an_answer(text):
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
        if marked.hands_over or _NOT_AN_ANSWER.match(marked.piece.text):
            self._general(marked)
            return
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
        elif self._cell_quotes(piece, numbers):
            self._add(piece, PassageKind.QUOTATION, numbers, voice)
        else:
            self._add(piece, PassageKind.RESPONSE, numbers, voice)

    def _cell_quotes(self, piece: Piece, numbers: tuple[str, ...]) -> bool:
        """A table may only list what is recommended."""
        wordings = [self.wording_of[number] for number in numbers if self.wording_of.get(number)]
        return quoted_up_to(piece.text, wordings) * 2 > len(piece.text)

    def _open(self, section: _Section):
        section.place = len(self.sections) + 1
        self.sections.append(section)
        self.section = section

    def _unanswered(self) -> set[str]:
        """What was quoted under a heading of its own and not answered so far."""
        answered = {number for one in self.placed if one.kind == PassageKind.RESPONSE for number in one.numbers}
        return {number for section in self.sections for number in section.numbers} - answered

    def _general(self, marked: Marked, is_heading: bool = False):
        self._add(marked.piece, PassageKind.GENERAL, (), marked.voice, is_heading)

    def _add(self, piece: Piece, kind, numbers, voice, is_heading: bool = False):
        self.placed.append(Placed(piece, kind, numbers, voice, is_heading, self.section.place))

    def _known(self, numbers: tuple[str, ...], quietly: bool = False) -> tuple[str, ...]:
        """Those of the numbers that the report has; all of them where the report is not known."""
        if not self.wording_of:
            return numbers
        known = {number.lower(): number for number in self.wording_of}
        found = [known.get(number) or known.get(re.sub(r"(\.\d+|[a-h])$", "", number)) for number in numbers]
        if not quietly:
            self.unknown += [number for number, there in zip(numbers, found, strict=True) if not there]
        return tuple(dict.fromkeys(filter(None, found)))

    def _asked_of_sender(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """Prose speaks of what is asked of others too: "I support recommendation 2 to the Home Office"."""
        return tuple(number for number in self._known(numbers) if number not in self.asked_of_others)

    def _is_somebody_s_wording(self, text: str) -> bool:
        return bool(quoted_up_to(text, list(self.wording_of.values()))) or (
            "should" in words(text) and reads_as_recommendation(text)
        )
