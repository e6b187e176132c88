"""The sections of a letter, and in each what is quoted from a recommendation and what answers it.

A heading opens a section, or a sentence that leads in, a number, a quotation; a section quotes first and answers then.
It ends at the next, where the sender takes the floor back or takes leave, and at the close of the letter. Better an
unplaced piece than a wrong one: whatever nothing places is general.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from responses.documents import gettext_noop
from responses.intake.proposal import BlockKind
from responses.intake.sentences import Sentence
from responses.intake.understanding.mentions import is_holding, requested, stands_taken, told_up_to
from responses.intake.understanding.names import plain_name
from responses.intake.understanding.pieces import LOCAL, Does, Letter, Piece, Role, Section, sentences, words
from responses.intake.understanding.quotations import (
    begins_as_an_answer,
    is_quoted,
    not_an_answer,
    paraphrases,
    quoted_up_to,
    reads_as_recommendation,
    speaks_for_itself,
)
from responses.intake.understanding.signs import heads_another_part, is_addressee, told_for
from responses.intake.understanding.vocabulary import MENTION, is_status, mentioned, numbers_in

_MOST_WORDS_OF_A_SUBHEADING = 6
# Of a paragraph that is taken for a quotation where no heading says so: the address of a letter is shorter.
_SHORTEST_QUOTATION = 60  # characters
_FEWEST_WORDS = 12
_PROSE = 12  # words
_BEGINS = re.compile(rf"\W*{MENTION.pattern}", re.IGNORECASE)
_TAKES_BACK = gettext_noop("The letter takes back or replaces something that was said: check what still stands.")
_MAY_ANSWER_MORE = gettext_noop("Words follow what is quoted and may answer more than the last of it: decide which.")
_REPLACES = re.compile(
    r"\b(?:disregard|supersed(?:e|es|ed)|(?:is|are|was|were|been) withdrawn|(?:we|I) withdraw|no longer stands?"
    r"|sent in error|(?:please )?replace (?:it|them|the answer)|(?:is|are) not correct)\b",
    re.IGNORECASE,
)
_LIST_OF_HEADINGS = 3  # so many that follow one another are a list, of which the last heads nothing
_SENTENCE = 5  # words: fewer are no sentence


def find_sections(letter: Letter) -> None:
    """Step: sections and roles of all that tables and envelope have not placed."""
    reading, between = _Reading(letter), _answers_between_questions(letter)
    for piece in letter.pieces if between else letter.said:
        if not piece.is_words:
            reading.asks(piece)
            continue
        if piece.table is None or piece.table != reading.in_table:
            reading.leaves_a_table(piece)
        if not piece.because or piece.because[-1].split(".")[0] not in {"table", "envelope"}:
            reading.read(piece)
        elif piece.because[-1] != "table.owner":
            reading.section, reading.in_table = None, piece.table
    if any(_REPLACES.search(piece.text) for piece in letter.said):
        letter.doubts.append(_TAKES_BACK)


def _answers_between_questions(letter: Letter) -> bool:
    """Whether a reply is typed between the lines of the message that it answers."""
    runs = [
        role
        for role, _ in groupby(piece.role == Role.QUOTED for piece in letter.pieces if piece.role != Role.FURNITURE)
    ]
    first = next((piece for piece in letter.pieces if piece.role == Role.QUOTED), None)
    before = letter.pieces[: letter.pieces.index(first)] if first else []
    is_above = any(len(words(piece.text)) > _PROSE for piece in before if piece.is_words)
    return runs.count(True) > 1 or (runs.count(True) == 1 and runs[-1] is False and not is_above)


def comes_after(number: str, other: str) -> bool:
    """Whether 3a comes after 3, and 7.1 after 7."""
    return _in_order(number) > _in_order(other)


def _in_order(number: str) -> list[int]:
    return [int(part) if part.isdigit() else ord(part) - ord("a") + 1 for part in re.findall(r"\d+|[a-z]", number)]


@dataclass
class _Reading:
    """One letter being read from its beginning: which section is open, and what stands in those before."""

    letter: Letter
    section: Section | None = None
    answering: bool = False  # in the open section the answer has begun
    quoting: bool = False  # the piece before was a quotation
    listing: bool = False  # below a heading "Recommendations": numbered paragraphs are recommendations
    of_the_report: set[int] = field(default_factory=set)  # ids of numbered pieces whose numbers are the report's
    in_table: int | None = None
    in_a_row: int = 0  # headings with nothing between them
    last: Piece | None = None  # the quotation read last
    sections: list[Section] = field(default_factory=list)
    has_answered: bool = False

    def __post_init__(self):
        said = self.letter.said
        signs = [piece.sign for piece in said if piece.sign]
        self.headings_to_come = sum(sign.does == Does.HEADS for sign in signs)
        self.labels = Counter((sign.what, sign.speaker) for sign in signs if sign.does == Does.LABELS)
        headed = {sign.numbers for sign in signs if sign.does == Does.HEADS}
        self.headed = {number for numbers in headed for number in numbers}
        self.one_section = len(headed) == 1
        items = [piece for piece in said if piece.sign and piece.sign.does == Does.NUMBERS]
        for run in _runs(items):
            if self._are_of_the_report([piece.sign.numbers[0] for piece in run]):
                self.of_the_report |= {id(piece) for piece in run}
        parted = headed or items
        self.in_prose = not parted and not any(piece.role == Role.ANSWER for piece in said)
        self.asked_once = not parted and sum(bool(self._asked_of_sender(mentioned(piece.text))) for piece in said) == 1
        self.is_holding = any(is_holding(piece.text) for piece in said) if self.asked_once else False
        _look_ahead(said)

    def _are_of_the_report(self, items: list[str]) -> bool:
        """Whether the numbers of a letter's paragraphs are the report's own: "1. ... 4. ... 5. ...", all asked of such
        bodies as the sender, and with gaps that no count has."""
        counted = [str(number) for number in range(1, len(items) + 1)]
        jumps = len(items) > 1 and items != counted
        ours = self.letter.known(tuple(items))
        return jumps and len(ours) == len(items) and not set(ours) & self.letter.asked_of_others

    def leaves_a_table(self, piece: Piece):
        if self.in_table is not None:
            self.section, self.in_table = None, None

    def read(self, piece: Piece):
        match piece.sign.does if piece.sign else None:
            case Does.HEADS:
                self._heading(piece)
            case Does.LABELS:
                self._label(piece)
            case Does.LISTS:
                self.section, self.listing = None, True
                piece.set(Role.HEADING, "outline.list")
            case Does.TAKES_BACK | Does.LEAVES if self.section and not (self.quoting or self._is_amid_an_answer()):
                self._content(piece)
            case Does.CLOSES | Does.PARTS | Does.LEAVES | Does.TAKES_BACK as does:
                self.section = None
                self._outside(piece) if does in {Does.TAKES_BACK, Does.LEAVES} else piece.set(
                    Role.GENERAL, f"outline.{does.name.lower()}"
                )
            case Does.BESIDE:
                piece.set(Role.GENERAL, "outline.beside")
            case Does.HANDS_OVER:
                self.answering = bool(self.section)
                piece.set(Role.GENERAL, "outline.hands_over")
            case _:
                self._content(piece)

    def asks(self, piece: Piece):
        """A question in somebody else's message, below which the answer is typed."""
        does = piece.sign.does if piece.sign else None
        numbers = (
            self.letter.known(piece.sign.numbers) if does == Does.HEADS else self._quoted_without_heading(piece.text)
        )
        if piece.role == Role.QUOTED and numbers and not (self.section and self.section.numbers == numbers):
            self._open(numbers, "outline.question", by_heading=True, answers=True, among=numbers)

    def _open(self, numbers, rule: str, **how):
        self.section = Section(numbers, rule, **how)
        self.answering = self.section.answers
        self.quoting = False
        self.sections.append(self.section)

    def _heading(self, piece: Piece):
        numbers = self.letter.known(piece.sign.numbers, quietly=False)
        self.headings_to_come -= 1
        self.in_a_row += 1
        self.listing = False
        how = {"by_heading": True, "answers": piece.sign.answers, "among": numbers, "level": piece.level}
        self._open(numbers, "outline.heading", **how)
        piece.section = self.section
        piece.set(Role.HEADING, "outline.heading", numbers)
        if not piece.sign.ends:  # it is brought in after a colon, and is content itself
            self._quotation_or_answer(piece)

    def _label(self, piece: Piece):
        self.in_a_row = 0
        if piece.sign.what == "recommendation":
            self.answering = False
        elif heads_another_part(piece.text) or (self.answering and self._is_said_once(piece.sign)):
            self.section = None  # an annex, or said once after all: on the letter as a whole
        else:
            self.answering = bool(self.section)
        piece.section = self.section
        piece.set(Role.HEADING, "outline.label")

    def _is_said_once(self, label) -> bool:
        """Whether a label stands below the last of several sections and nowhere else."""
        last = not self.headings_to_come and not self.one_section
        return last and self.labels[label.what, label.speaker] == 1

    def _content(self, piece: Piece):
        if self.section and (self._ends_section(piece) or self.in_a_row >= _LIST_OF_HEADINGS):
            self.section = None
        self.in_a_row = 0
        if not self.section or not self.section.numbers:
            self._outside(piece)
        elif not self.answering and not self.quoting and is_addressee(piece.text):
            piece.set(Role.HEADING, "outline.addressee", self.section.numbers)
        elif self.in_prose and self._takes_stands(piece, self.section.numbers):
            self.section = None
        elif self._heads_a_part(piece) and not self._is_amid_an_answer():
            piece.set(Role.GENERAL, "outline.subheading")
            piece.begins_anew = True
        elif self._narrows(piece) or self._quotes_the_next(piece):
            return
        elif self.answering and self._is_a_point_quoted(piece):
            self._quotation(piece, "quotations.point")
        elif self.answering:
            self._answer(piece)
        else:
            self._quotation_or_answer(piece)

    def _heads_a_part(self, piece: Piece) -> bool:
        """Whether a piece in a section heads words that follow: "What we have done", "Governance"."""
        if piece.kind == BlockKind.HEADING:
            return True
        said, after = words(piece.text), piece.after
        is_short = 1 < len(said) <= _MOST_WORDS_OF_A_SUBHEADING and piece.text.strip()[-1].isalnum()
        leads_on = after is not None and not after.sign and _is_sentence(after)
        return is_short and leads_on and not piece.is_list_item and said[0][0].isupper() and not is_status(piece.text)

    def _is_amid_an_answer(self) -> bool:
        return bool(self.section) and self.section.answered

    def _ends_section(self, piece: Piece) -> bool:
        section, does = self.section, piece.sign.does if piece.sign else None
        if self.answering and not section.by_heading and does is None and (begins := _BEGINS.match(piece.text)):
            return not set(numbers_in(begins["numbers"])) & set(section.numbers)  # prose goes on to another
        if piece.kind != BlockKind.HEADING or not (self.answering or self.quoting):
            return False
        return bool(piece.level and section.level and piece.level <= section.level) or not section.by_heading

    def _outside(self, piece: Piece):
        """A piece in no section: a quotation, a number or prose may open one."""
        text, does = piece.text, piece.sign.does if piece.sign else None
        if quoted := self._quoted_without_heading(text):
            self._open(quoted, "outline.quotation")
            self._quotation(piece, "outline.quotation")
        elif does == Does.NUMBERS and self._opens_item(piece, self.listing or id(piece) in self.of_the_report):
            self._quotation_or_answer(piece)
        elif (
            does in {Does.LEADS_IN, Does.TELLS}
            and not self._is_told_for_others(piece)
            and self._asked_of_sender(piece.sign.numbers)
            and not self._is_wording(text)
        ):
            numbers = self._asked_of_sender(piece.sign.numbers)
            self._open(numbers, "outline.leads_in", answers=does == Does.LEADS_IN, among=numbers)
            self._told_then_answered(piece)
        elif (
            self.asked_once
            and not self.is_holding
            and (request := requested(text))
            and (numbers := self.letter.known(request[0]))
        ):
            self._asked(piece, numbers, request[1])
        elif piece.kind != BlockKind.HEADING and self._takes_stands(piece):
            return
        else:
            piece.set(Role.GENERAL, "outline.outside")

    def _takes_stands(self, piece: Piece, but: tuple[str, ...] = ()) -> bool:
        """Sentences that answer by number, each up to the next of them or the paragraph's end."""
        if piece.sign and piece.sign.does in {Does.LEADS_IN, Does.TELLS}:
            return False
        in_prose = self.in_prose and self.letter.report is not None
        taken = [(at, self._asked_of_sender(numbers)) for at, numbers in stands_taken(piece.text, in_prose)]
        taken = [(at, numbers) for at, numbers in taken if numbers and not self._is_about_another(piece.text[at:])]
        if not {numbers for _, numbers in taken} - {but}:
            return False
        numbers_at = dict(taken)
        at, offset = 0, 0
        for part in self.letter.cut(piece, *numbers_at):
            numbers = numbers_at.get(at)
            part.set(Role.ANSWER if numbers else Role.GENERAL, "outline.stand", numbers or ())
            at = offset = (
                offset + len(part.text) + len(part.after.gap if part.after and part.after.block == part.block else "")
            )
        return True

    def _quoted_without_heading(self, text: str) -> tuple[str, ...]:
        if len(text) < _SHORTEST_QUOTATION or len(words(text)) < _FEWEST_WORDS:
            return ()
        return tuple(number for number, wording in self.letter.wording_of.items() if is_quoted(text, wording))[:1]

    def _opens_item(self, piece: Piece, expected: bool) -> bool:
        """A numbered paragraph that is recommendation 4, or the answer to it: "4. ..."."""
        numbers = self.letter.known(piece.sign.numbers)
        wordings = [self.letter.wording_of.get(number, "") for number in numbers]
        if not numbers or not (
            expected or quoted_up_to(piece.text[piece.sign.ends :], wordings) >= _SHORTEST_QUOTATION
        ):
            return False
        among = self.section.among if self.section and numbers[0] in self.section.among else ()
        self._open(numbers, "outline.item", by_heading=True, among=among)
        return True

    def _narrows(self, piece: Piece) -> bool:
        """Of several recommendations answered together, a paragraph may take up one."""
        section, does = self.section, piece.sign.does if piece.sign else None
        if does == Does.NUMBERS:
            number = piece.sign.numbers[0]
            is_next = section.rule == "outline.item" and comes_after(number, section.numbers[0])
            if (is_next or (len(section.among) > 1 and number in section.among)) and self._opens_item(piece, True):
                self._quotation_or_answer(piece)
                return True
        if does not in {Does.LEADS_IN, Does.TELLS}:
            return False
        numbers = self._asked_of_sender(piece.sign.numbers) if not self._is_told_for_others(piece) else ()
        if not numbers or self._is_wording(piece.text):
            return False
        is_open = set(numbers) < set(section.among) or set(numbers) <= self._unanswered()
        if section.by_heading and not is_open and not (does == Does.LEADS_IN and not set(numbers) & self.headed):
            return False
        among = section.among if section.by_heading else numbers
        self._open(
            numbers, "outline.narrows", by_heading=section.by_heading, answers=True, among=among, level=section.level
        )
        self._told_then_answered(piece)
        return True

    def _told_then_answered(self, piece: Piece):
        """A paragraph that brings a recommendation up: what it asks is told as a quotation would, then answered."""
        told = told_up_to(piece.text)
        if not told:
            self._answer(piece)
            return
        asks, *answer = self.letter.cut(piece, told)
        self._quotation(asks, "quotations.told")
        self.answering = bool(answer)
        for part in answer:
            if self.letter.found["body"] or speaks_for_itself(part.text):
                self._answer(part)
            else:
                part.set(Role.GENERAL, "outline.says_nothing", ())
                self.section = None

    def _asked(self, piece: Piece, numbers: tuple[str, ...], end: int):
        """Where one sentence says what was asked about and nothing else names a number, the rest is the answer."""
        asks, *answer = self.letter.cut(piece, end)
        asks.set(Role.GENERAL, "outline.asked", ())
        self._open(numbers, "outline.asked", answers=True, among=numbers)
        for part in answer:
            self._answer(part)
        self.letter.doubts.append(Sentence.ONLY_WHAT_WAS_ASKED % {"numbers": " and ".join(numbers)})

    def _quotes_the_next(self, piece: Piece) -> bool:
        """Where no headings part the answers, the next quotation does."""
        quoted = self._quoted_without_heading(piece.text)
        if self.section.by_heading or not quoted or quoted == self.section.numbers:
            return False
        self._open(quoted, "outline.quotation")
        self._quotation(piece, "outline.quotation")
        return True

    def _quotation_or_answer(self, piece: Piece):
        end = self._quoted_part(piece)
        parts = self.letter.cut(piece, end) if 0 < end < len(piece.text) else [piece]
        if end:
            self._quotation(parts.pop(0), "quotations.in_section")
        for part in parts:
            self.answering = True
            self._answer(part)

    def _quoted_part(self, piece: Piece) -> int:
        """Where the quotation at the head of a piece ends."""
        text = piece.text
        wordings = [found for number in self.section.numbers if (found := self.letter.wording_of.get(number))]
        if end := quoted_up_to(text, wordings) or (not self.quoting and told_up_to(text)):
            return end
        if piece.label_to_come and not begins_as_an_answer(text):
            return len(text)
        if self.quoting:
            goes_on = piece.is_list_item and not wordings and self._list_is_quoted()
            return len(text) if goes_on or (not wordings and reads_as_recommendation(text)) else 0
        return len(text) if paraphrases(text, wordings) else 0

    def _is_a_point_quoted(self, piece: Piece) -> bool:
        """Whether the answer goes point by point: each quoted, and answered below it."""
        wordings = [self.letter.wording_of.get(number, "") for number in self.section.numbers]
        return len(piece.text) >= _SHORTEST_QUOTATION and any(is_quoted(piece.text, wording) for wording in wordings)

    def _list_is_quoted(self) -> bool:
        return self.last.is_list_item or self.last.text.rstrip().endswith((":", "and", ";"))

    def _quotation(self, piece: Piece, rule: str):
        self.quoting = True
        piece.section = self.section
        piece.set(Role.QUOTATION, rule, self.section.numbers)
        self.section.quoted = True
        self.last = piece

    def _answer(self, piece: Piece):
        self.quoting = False
        piece.section = self.section
        others = set(self.section.numbers) <= self.letter.asked_of_others
        if others or not_an_answer(piece.text) or self._brings_in(piece) or self._may_answer_more():
            piece.set(Role.GENERAL, "outline.asked_of_others" if others else "outline.no_answer", ())
            return
        piece.set(Role.ANSWER, self.section.rule, self.section.numbers)
        self.section.answered = self.has_answered = True

    def _brings_in(self, piece: Piece) -> bool:
        """A sentence with a colon above a heading: "My own response to recommendations 5 and 6:"."""
        said, after = piece.text.rstrip(" *_"), piece.after
        heads = after is not None and after.sign is not None and after.sign.does == Does.HEADS
        return heads and said.endswith(":") and len(sentences(said)) == 1

    def _may_answer_more(self) -> bool:
        """Words after several quotations in a row may answer any of them; after a lone quotation that no heading
        heads, none."""
        if self.has_answered or self.section.answers:
            return False
        if self.section.rule == "outline.quotation":
            doubtful = not self.headings_to_come and len(self._quoted_in_all) == 1
        else:
            headed = [one for one in self.sections if one.quoted and one.by_heading and not one.answers]
            doubtful = not self.headings_to_come and len(headed) > 1 and self.section in headed
        if doubtful:
            self.letter.doubts.append(_MAY_ANSWER_MORE)
        return doubtful

    @cached_property
    def _quoted_in_all(self) -> set[tuple[str, ...]]:
        """The recommendations that are quoted in the letter, or will be."""
        quoted = {self._quoted_without_heading(piece.text) for piece in self.letter.said if piece.table is None}
        return quoted - {()}

    def _unanswered(self) -> set[str]:
        """What was quoted under a heading of its own and not answered so far."""
        answered = {number for section in self.sections if section.answered for number in section.numbers}
        return {number for section in self.sections for number in section.numbers} - answered

    def _asked_of_sender(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """Prose speaks of what is asked of others too: "I support recommendation 2 to the Home Office"."""
        known, others = self.letter.known(numbers), self.letter.asked_of_others
        if self.letter.kind == "force":  # of its own accord a force does not answer for who oversees it
            others = others | {n for n, kinds in self.letter.addressed.items() if kinds == {"local_policing_body"}}
        return tuple(number for number in known if number not in others)

    def _is_told_for_others(self, piece: Piece) -> bool:
        """Whether a national body tells what forces or commissioners are asked, or one of these what it is."""
        whom = told_for(piece.text) if piece.sign.does == Does.TELLS and self.letter.kind else None
        return whom is not None and (whom.value in LOCAL) != (self.letter.kind in LOCAL)

    def _is_about_another(self, text: str) -> bool:
        """Whether a sentence names bodies, and neither the sender nor the other of its pair."""
        sender = self.letter.found["sender"]
        names = self.letter.names
        named = [names.by_form[form][0] for _, _, form in names.found_in(plain_name(text[slice(*sentences(text)[0])]))]
        areas = {body.oversees or body.name for body in named if body.kind in LOCAL}
        return bool(sender and sender.kind in LOCAL and areas) and (sender.oversees or sender.name) not in areas

    def _is_wording(self, text: str) -> bool:
        quoted = quoted_up_to(text, list(self.letter.wording_of.values()))
        return bool(quoted) or ("should" in words(text) and reads_as_recommendation(text))


def _runs(items: list[Piece]) -> list[list[Piece]]:
    """Numbered pieces in runs whose numbers go up."""
    runs: list[list[Piece]] = []
    for piece in items:
        if runs and comes_after(piece.sign.numbers[0], runs[-1][-1].sign.numbers[0]):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _look_ahead(said: list[Piece]) -> None:
    """Each piece gets the one after it, and whether a label "Response" is still to come before the next heading."""
    after, to_come = None, False
    for piece in reversed(said):
        does = piece.sign.does if piece.sign else None
        to_come = to_come and does not in {Does.HEADS, Does.CLOSES}
        piece.after, piece.label_to_come = after, to_come
        is_label = does == Does.LABELS and piece.sign.what == "answer" and piece.table is None
        heads = after is not None and after.sign is not None and after.sign.does == Does.HEADS
        to_come, after = to_come or (is_label and not heads), piece


def _is_sentence(piece: Piece) -> bool:
    ends = piece.text.rstrip(" *\"'”’)")[-1:]
    return len(words(piece.text)) > _SENTENCE and ends in {".", ":", "?"}
