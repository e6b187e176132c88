"""What each column of a table of recommendations holds, and which recommendations each of its rows is about.

Action plans come as "Recommendation | Response", "Rec No. | Recommendation | Owner | Action plan response | RAG" and
the like. A row without a number of its own goes on with the one above it: a page break split it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from responses.intake.proposal import Speaker
from responses.intake.understanding.pieces import Does, Letter, Piece, Role, words
from responses.intake.understanding.quotations import is_quoted, not_an_answer, quoted_up_to
from responses.intake.understanding.signs import sign_of, speaker_named
from responses.intake.understanding.vocabulary import BESIDE, NUMBERS, RECOMMENDATION, is_status, numbers_in

_BARE_NUMBER = re.compile(rf"^\W*(?:{RECOMMENDATION}|R)?\s*(?P<numbers>{NUMBERS})[\s.):]*$", re.IGNORECASE)
_NUMBERED = re.compile(rf"^\W*(?P<numbers>{NUMBERS})[.)]\s+")
_FOR_NUMBERS = re.compile(r"^\W*(?:rec(?:ommendation)?s?\.?\s*)?(?:no\.?|number|#|ref\.?|rec\.?)\W*$", re.IGNORECASE)
_FOR_RECOMMENDATIONS = re.compile(r"recom+endation|argymhell|what (?:was|is) asked|wording", re.IGNORECASE)
_FOR_OTHERS = re.compile(rf"^for$|\b(?:{BESIDE}|page|cause of concern|paragraph)\b", re.IGNORECASE)
# A column of somebody else's words: "HMICFRS comment", "Other forces' practice"
_OF_OTHERS = re.compile(r"hmicfrs|inspectorate|iopc|college|liberty|panel|audit|other forces", re.IGNORECASE)
_FOR_OWNERS = re.compile(r"\W*(?:owner|lead|for|responsib\w*|who)\W*$", re.IGNORECASE)
_OWNERS = re.compile(
    r"\W*(?:force|constabulary|o?pf?cc|commissioner)(?P<other>\s*(?:and|&|/)\s*(?:force|constabulary|o?pf?cc|commissioner))?\W*",
    re.IGNORECASE,
)
_FOR_ANSWERS = re.compile(
    r"\b(?:response|update|comments?|actions?|progress|status|b?rag|position|narrative|ymateb|accepted|decision"
    r"|evidence(?!\s+require))\b",
    re.IGNORECASE,
)
_KEY = re.compile(rf"^\W*(?:{RECOMMENDATION}|ref(?:erence)?|no\.?)\W*$", re.IGNORECASE)
_FOR_WORDING = re.compile(r"wording|evidence\s+require|what (?:was|is) asked|text", re.IGNORECASE)
_STATES = re.compile(r"\W*(?:status|rag)\b", re.IGNORECASE)
_TICKED = re.compile(r"[☒☑✓✔✗✘xX]")
_LONG_ENOUGH = 60  # characters of a cell that is taken for a quotation without a number
MOST_WORDS_OF_A_COLUMN_HEADING = 16
_MOST_WORDS_OF_A_LABEL = 5


@dataclass
class Table:
    """A table that goes through recommendations, by its columns."""

    headings: dict[int, str] = field(default_factory=dict)
    of_recommendations: set[int] = field(default_factory=set)
    of_others: set[int] = field(default_factory=set)
    owners: set[int] = field(default_factory=set)  # columns that say who answers: "Owner"
    of_rows: dict[int, tuple[str, ...]] = field(default_factory=dict)  # row -> numbers; () before the first
    heading_rows: set[int] = field(default_factory=set)
    wording_of: dict[str, str] = field(default_factory=dict)

    def numbers(self, found: list[Piece]) -> tuple[str, ...]:
        """The recommendations that a cell names, or the one that it quotes."""
        first = found[0]
        if first.sign and first.sign.does == Does.HEADS:
            return first.sign.numbers
        if match := _BARE_NUMBER.match(first.plain) or _NUMBERED.match(first.plain):
            return numbers_in(match["numbers"])
        if len(first.text) < _LONG_ENOUGH:
            return ()
        return tuple(number for number, wording in self.wording_of.items() if is_quoted(first.text, wording))[:1]

    def speaker_of(self, column: int) -> Speaker | None:
        return speaker_named(self.headings.get(column, ""))


Rows = dict[int, dict[int, list[Piece]]]  # row -> column -> what stands in the cell


def find_tables(letter: Letter) -> None:
    """Step: the cells of a table that goes through recommendations are quotations, answers or neither, by their column.

    Other tables are ordinary text, row by row, but for those with labels beside that say who owns a recommendation."""
    by_table: dict[int, Rows] = {}
    for piece in letter.said:
        if piece.table is not None:
            rows = by_table.setdefault(piece.table, {})
            rows.setdefault(piece.row or 0, {}).setdefault(piece.column or 0, []).append(piece)
    for rows in by_table.values():
        if _is_by_keys(rows):
            _place_by_keys(rows, letter)
        elif table := _table(rows, letter.wording_of):
            for row, column, piece in _pieces(rows):
                _place(piece, table, letter, row, column)
                if piece.role == Role.ANSWER and not table.speaker_of(column):
                    piece.speaker = _owner(table, rows[row]) or piece.speaker
        else:
            _set_aside_owners(rows)


def _pieces(rows: Rows) -> Iterator[tuple[int, int, Piece]]:
    return ((r, c, piece) for r, row in rows.items() for c, found in row.items() for piece in found)


def _owner(table: "Table", row: dict[int, list[Piece]]) -> Speaker | None:
    """Who answers a row, where a column "Owner" says "Force" or "PCC"."""
    said = next((row[column][0].plain for column in table.owners if column in row), "")
    both = _OWNERS.fullmatch(said)
    return both and (Speaker.JOINT if both["other"] else speaker_named(said))


def _is_by_keys(rows: Rows) -> bool:
    """Whether a table goes by keys: "Recommendation: | 7.1", "Force update: | ...", row by row."""
    keys = {row: found[0][0].plain for row, found in rows.items() if 0 in found}
    numbered = any(
        1 in found and _KEY.match(keys.get(row, "")) and _BARE_NUMBER.match(found[1][0].plain)
        for row, found in rows.items()
    )
    return max(map(max, rows.values())) == 1 and numbered and any(map(_FOR_ANSWERS.search, keys.values()))


def _place_by_keys(rows: Rows, letter: Letter) -> None:
    numbers: tuple[str, ...] = ()
    said = False  # a status belongs to an answer, and is none by itself
    for row, column, piece in _pieces(rows):
        key = rows[row][0][0].plain if 0 in rows[row] else ""
        if column and _KEY.match(key) and (match := _BARE_NUMBER.match(piece.plain)):
            numbers, said = letter.known(numbers_in(match["numbers"])), False
        is_wording = bool(_FOR_WORDING.search(key))
        is_answer = numbers and _FOR_ANSWERS.search(key) and not is_wording and not not_an_answer(piece.text)
        if not column or _KEY.match(key):
            piece.set(Role.HEADING, "table.key", ())
        elif is_answer and (said or not _STATES.match(key)):
            said = True
            piece.speaker = speaker_named(key) or piece.speaker
            piece.set(Role.ANSWER, "table.answer", numbers)
        else:
            is_quoted_here = bool(numbers) and is_wording
            piece.set(
                Role.QUOTATION if is_quoted_here else Role.GENERAL, "table.beside", numbers if is_quoted_here else ()
            )


def _set_aside_owners(rows: Rows) -> None:
    for row in rows.values():
        first = row[min(row)][0].plain
        if len(words(first)) <= _MOST_WORDS_OF_A_LABEL and _FOR_OTHERS.search(first):
            for piece in (piece for found in row.values() for piece in found):
                piece.set(Role.GENERAL, "table.owner", ())


def _place(piece: Piece, table: "Table", letter: Letter, row: int, column: int) -> None:
    numbers = letter.known(table.of_rows.get(row, ()))
    piece.speaker = table.speaker_of(column) or piece.speaker
    is_label = piece.sign and piece.sign.does in {Does.LABELS, Does.HEADS} and piece.sign.ends >= len(piece.text)
    if not numbers or column in table.of_others or row in table.heading_rows:
        piece.set(Role.GENERAL, "table.beside", ())
    elif column in table.of_recommendations:
        is_number = is_label or bool(_BARE_NUMBER.match(piece.plain))
        piece.set(Role.HEADING if is_number else Role.QUOTATION, "table.recommendation", numbers)
    elif _TICKED.fullmatch(piece.plain) and is_status(table.headings.get(column, "")):
        piece.column_says = table.headings[column]  # a tick under "Accepted"
        piece.set(Role.ANSWER, "table.ticked", numbers)
    elif not_an_answer(piece.text) or is_label or set(numbers) <= letter.asked_of_others:
        piece.set(Role.GENERAL, "table.no_answer", ())
    elif _mostly_quotes(piece, [letter.wording_of.get(number, "") for number in numbers]):
        piece.set(Role.QUOTATION, "table.quotes", numbers)
    else:
        piece.set(Role.ANSWER, "table.answer", numbers)


def _mostly_quotes(piece: Piece, wordings: list[str]) -> bool:
    """A table may only list what is recommended."""
    return quoted_up_to(piece.text, list(filter(None, wordings))) * 2 > len(piece.text)


def _table(rows: Rows, wording_of: dict[str, str]) -> Table | None:
    columns = {column for row in rows.values() for column in row}
    if len(columns) < 2 or _has_labels_beside(rows):
        return None
    table = Table(wording_of=wording_of)
    _read_headings(table, rows)
    numbering = next((column for column in sorted(columns) if _numbers_rows(table, rows, column)), None)
    if numbering is None:
        return None
    named = {column for column, text in table.headings.items() if _is_for_recommendations(text)}
    table.of_recommendations = {numbering} | named
    if not named and len(columns) > 2 and _is_bare(rows, numbering):
        table.of_recommendations |= {min(columns - {numbering})}
    table.owners = {column for column, text in table.headings.items() if _FOR_OWNERS.match(text)}
    table.of_others = {
        column
        for column, text in table.headings.items()
        if column not in table.of_recommendations and not (_FOR_ANSWERS.search(text) and not _OF_OTHERS.search(text))
    }
    if len(table.of_others | table.of_recommendations) == len(columns):  # no heading says "Response"
        table.of_others = {
            column
            for column in table.of_others
            if _FOR_OTHERS.search(table.headings[column]) or _OF_OTHERS.search(table.headings[column])
        }
    current: tuple[str, ...] = ()
    for number, row in sorted(rows.items()):
        if number not in table.heading_rows:
            current = (numbering in row and table.numbers(row[numbering])) or current
            table.of_rows[number] = current
    return table


def _has_labels_beside(rows: Rows) -> bool:
    """Whether the first column says "Force response" and the like: such a table reads as text does, row by row."""
    signs = [sign_of(found[0][0]) for row, found in rows.items() if row and 0 in found]
    return any(sign and sign.does == Does.LABELS and sign.what != "recommendation" for sign in signs)


def _is_for_recommendations(text: str) -> bool:
    return bool(_FOR_NUMBERS.match(text) or _FOR_RECOMMENDATIONS.search(text)) and not (
        _FOR_ANSWERS.search(text) or _FOR_OTHERS.search(text)
    )


def _read_headings(table: Table, rows: Rows):
    """A row of short cells that say what the columns hold; repeated on each page."""
    for number, row in sorted(rows.items()):
        texts = {column: " ".join(piece.plain for piece in found) for column, found in row.items()}
        short = all(len(words(text)) <= MOST_WORDS_OF_A_COLUMN_HEADING for text in texts.values())
        says = [text for text in texts.values() if _FOR_ANSWERS.search(text) or _is_for_recommendations(text)]
        if len(texts) > 1 and short and len(says) > 1 and not any(_BARE_NUMBER.match(text) for text in texts.values()):
            table.heading_rows.add(number)
            table.headings = table.headings or texts


def _numbers_rows(table: Table, rows: Rows, column: int) -> bool:
    """Whether a column says which recommendation each row is about."""
    below = [row[column] for number, row in rows.items() if column in row and number not in table.heading_rows]
    found = [pieces for pieces in below if table.numbers(pieces)]
    names = any(not _BARE_NUMBER.match(f[0].plain) and not _NUMBERED.match(f[0].plain) for f in found)
    return bool(found) and (names or _is_for_recommendations(table.headings.get(column, "")) or _is_bare(rows, column))


def _is_bare(rows: Rows, column: int) -> bool:
    """Whether a column holds nothing but numbers, below its heading."""
    texts = [row[column][0].plain for row in rows.values() if column in row]
    numbers = [text for text in texts if _BARE_NUMBER.match(text)]
    return bool(numbers) and len(numbers) >= len(texts) - 1
