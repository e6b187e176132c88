"""What each column of a table of recommendations holds, and which recommendations each of its rows is about.

Action plans come as "Recommendation | Response", "Rec No. | Recommendation | Owner | Action plan response | RAG" and
the like. A row without a number of its own goes on with the one above it: a page break split it.
"""

import re
from dataclasses import dataclass, field

from responses.intake.proposal import Speaker
from responses.intake.understanding.pieces import Letter, Piece, Role, words
from responses.intake.understanding.quotations import is_quoted, not_an_answer, quoted_up_to
from responses.intake.understanding.signs import Does, is_status, sign_of, speaker_named
from responses.intake.understanding.vocabulary import BESIDE, NUMBERS, RECOMMENDATION, numbers_in

_BARE_NUMBER = re.compile(rf"^\W*(?:{RECOMMENDATION}|R)?\s*(?P<numbers>{NUMBERS})[\s.):]*$", re.IGNORECASE)
_NUMBERED = re.compile(rf"^\W*(?P<numbers>{NUMBERS})[.)]\s+")
_FOR_NUMBERS = re.compile(r"^\W*(?:rec(?:ommendation)?s?\.?\s*)?(?:no\.?|number|#|ref\.?|rec\.?)\W*$", re.IGNORECASE)
_FOR_RECOMMENDATIONS = re.compile(r"recom+endation|argymhell|what (?:was|is) asked|wording", re.IGNORECASE)
_FOR_OTHERS = re.compile(rf"^for$|\b(?:{BESIDE}|page|cause of concern|paragraph)\b", re.IGNORECASE)
_FOR_ANSWERS = re.compile(
    r"\b(?:response|update|comments?|actions?|progress|status|rag|position|narrative|ymateb|accepted|decision"
    r"|evidence(?!\s+require))\b",
    re.IGNORECASE,
)
_KEY = re.compile(rf"^\W*(?:{RECOMMENDATION}|ref(?:erence)?|no\.?)\W*$", re.IGNORECASE)
_FOR_WORDING = re.compile(r"wording|evidence\s+require|what (?:was|is) asked|text", re.IGNORECASE)
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


Cells = dict[tuple[int, int], list[Piece]]


def find_tables(letter: Letter) -> None:
    """Step: the cells of a table that goes through recommendations are quotations, answers or neither, by their column.

    Other tables are ordinary text, row by row, but for those with labels beside that say who owns a recommendation."""
    by_table: dict[int, Cells] = {}
    for piece in letter.said:
        if piece.table is not None:
            by_table.setdefault(piece.table, {}).setdefault((piece.row or 0, piece.column or 0), []).append(piece)
    for cells in by_table.values():
        if _is_by_keys(cells):
            _place_by_keys(cells, letter)
        elif table := _table(cells, letter.wording_of):
            for (row, column), pieces in cells.items():
                for piece in pieces:
                    _place(piece, table, letter, row, column)
        else:
            _set_aside_owners(cells)


def _is_by_keys(cells: Cells) -> bool:
    """Whether a table goes by keys: "Recommendation: | 7.1", "Force update: | ...", row by row."""
    keys = [found[0].plain for (_, column), found in cells.items() if not column]
    values = [
        found[0].plain for (row, column), found in cells.items() if column == 1 and _KEY.match(_key_of(cells, row))
    ]
    return (
        max(column for _, column in cells) == 1
        and any(map(_FOR_ANSWERS.search, keys))
        and any(map(_BARE_NUMBER.match, values))
    )


def _key_of(cells: Cells, row: int) -> str:
    return cells[row, 0][0].plain if (row, 0) in cells else ""


def _place_by_keys(cells: Cells, letter: Letter) -> None:
    numbers: tuple[str, ...] = ()
    for (row, column), pieces in cells.items():
        key = _key_of(cells, row)
        if column and _KEY.match(key) and (match := _BARE_NUMBER.match(pieces[0].plain)):
            numbers = letter.known(numbers_in(match["numbers"]))
        for piece in pieces:
            if not column or _KEY.match(key):
                piece.set(Role.HEADING, "table.key", ())
            elif _FOR_ANSWERS.search(key) and numbers and not not_an_answer(piece.text):
                piece.speaker = speaker_named(key) or piece.speaker
                piece.set(Role.ANSWER, "table.answer", numbers)
            else:
                role = Role.QUOTATION if numbers and _FOR_WORDING.search(key) else Role.GENERAL
                piece.set(role, "table.beside", numbers if role == Role.QUOTATION else ())


def _set_aside_owners(cells: Cells) -> None:
    firsts = {row: cells[min(key for key in cells if key[0] == row)][0].plain for row, _ in cells}
    for (row, _), pieces in cells.items():
        if len(words(firsts[row])) <= _MOST_WORDS_OF_A_LABEL and _FOR_OTHERS.search(firsts[row]):
            for piece in pieces:
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


def _table(cells: Cells, wording_of: dict[str, str]) -> Table | None:
    columns = {column for _, column in cells}
    if len(columns) < 2 or _has_labels_beside(cells):
        return None
    table = Table(wording_of=wording_of)
    _read_headings(table, cells)
    numbering = _numbering_columns(table, cells)
    if not numbering:
        return None
    named = {column for column, text in table.headings.items() if _is_for_recommendations(text)}
    table.of_recommendations = numbering | named
    if not named and len(columns) > 2 and all(_is_bare(cells, column) for column in numbering):
        table.of_recommendations |= {min(columns - numbering)}
    table.of_others = {
        column
        for column, text in table.headings.items()
        if _FOR_OTHERS.search(text) and not _FOR_ANSWERS.search(text) and column not in table.of_recommendations
    }
    _number_rows(table, cells, numbering)
    return table


def _has_labels_beside(cells: Cells) -> bool:
    """Whether the first column says "Force response" and the like: such a table reads as text does, row by row."""
    signs = [sign_of(found[0]) for (row, column), found in cells.items() if not column and row]
    return any(sign and sign.does == Does.LABELS and sign.what != "recommendation" for sign in signs)


def _is_for_recommendations(text: str) -> bool:
    return bool(_FOR_NUMBERS.match(text) or _FOR_RECOMMENDATIONS.search(text)) and not (
        _FOR_ANSWERS.search(text) or _FOR_OTHERS.search(text)
    )


def _read_headings(table: Table, cells: Cells):
    """A row of short cells that say what the columns hold; repeated on each page."""
    for row in sorted({row for row, _ in cells}):
        texts = {column: " ".join(piece.plain for piece in found) for (r, column), found in cells.items() if r == row}
        short = all(len(words(text)) <= MOST_WORDS_OF_A_COLUMN_HEADING for text in texts.values())
        says = [text for text in texts.values() if _FOR_ANSWERS.search(text) or _is_for_recommendations(text)]
        if len(texts) > 1 and short and len(says) > 1 and not any(_BARE_NUMBER.match(text) for text in texts.values()):
            table.heading_rows.add(row)
            table.headings = table.headings or texts


def _numbering_columns(table: Table, cells: Cells) -> set[int]:
    """The first column that says which recommendation a row is about."""
    below = {key: found for key, found in cells.items() if key[0] not in table.heading_rows}
    for column in sorted({column for _, column in cells}):
        found = [pieces for (_, c), pieces in below.items() if c == column and table.numbers(pieces)]
        names = any(not _BARE_NUMBER.match(f[0].plain) and not _NUMBERED.match(f[0].plain) for f in found)
        says_so = _is_for_recommendations(table.headings.get(column, ""))
        if found and (names or says_so or _is_bare(cells, column)):
            return {column}
    return set()


def _is_bare(cells: Cells, column: int) -> bool:
    """Whether a column holds nothing but numbers, below its heading."""
    texts = [found[0].plain for (row, c), found in cells.items() if c == column]
    numbers = [text for text in texts if _BARE_NUMBER.match(text)]
    return bool(numbers) and len(numbers) >= len(texts) - 1


def _number_rows(table: Table, cells: Cells, numbering: set[int]):
    current: tuple[str, ...] = ()
    for row in sorted({row for row, _ in cells}):
        keys = [key for key in cells if key[0] == row]
        for key in keys:
            if key[1] in numbering and row not in table.heading_rows:
                current = table.numbers(cells[key]) or current
        table.of_rows[row] = () if row in table.heading_rows else current
