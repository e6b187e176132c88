"""Each rule by which letters are read, on the two or three lines that show it. The tables are in tests/pairs/."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from responses.intake.passages import contradiction
from responses.intake.proposal import BlockKind, Hint, Passage, PassageKind, Speaker
from responses.intake.reading.text import read_text
from responses.intake.understanding.outcome import proposed
from responses.intake.understanding.pieces import Does, Piece, Role
from responses.intake.understanding.signs import sign_of
from responses.intake.understanding.steps import read_letter
from responses.intake.understanding.suggestions import awaiting_in, position_in, progress_in, promises_in
from tests.letters import BODIES, OTHER_REPORT, REPORT
from tests.pairs import dates, roles, senders, signs, suggestions, tables, voices

KNOWN = {"bodies": BODIES, "super_complaints": [REPORT], "chosen": REPORT.slug}


def sign(text: str) -> str:
    """The sign of a paragraph as its table writes it."""
    found = sign_of(Piece(0, BlockKind.PARAGRAPH, text))
    if not found:
        return ""
    of = f" of {found.speaker}" if found.speaker else ""
    if found.does == Does.LABELS:
        said = f"labels {found.what}{of}"
    else:
        said = " ".join([found.does, *found.numbers]) + (f" (answer{of})" if found.answers else "")
    rest = text[found.ends :].strip(" *") if found.ends else ""
    return f"{said}: {rest}" if rest else said


def pieces(text: str) -> list[Piece]:
    """The pieces of a letter; of its paragraphs those that begin with ">" are of a message that it answers."""
    blocks = [replace(b, text=b.text.lstrip("> "), quoted=b.text.startswith(">")) for b in read_text(text)]
    return read_letter(blocks, **KNOWN).pieces


def first_words(piece: Piece) -> str:
    return " ".join(piece.text.split()[:3])


def role(text: str) -> list[str]:
    """What each paragraph is, but headings and the envelope."""
    said = [piece for piece in pieces(text) if piece.role not in {Role.HEADING, Role.ENVELOPE}]
    return [f"{' '.join([piece.role, *piece.numbers])}: {first_words(piece)}" for piece in said]


def cell(text: str) -> list[str]:
    """What each cell is that says something of a recommendation, and more than its number."""
    about = {Role.ANSWER, Role.QUOTATION}
    said = [piece for piece in pieces(text) if piece.role in about and not piece.text.isdigit()]
    whose = [f" ({piece.speaker})" if piece.speaker != Speaker.SENDER else "" for piece in said]
    return [
        f"{' '.join([piece.role, *piece.numbers])}{of}: {first_words(piece)}"
        for piece, of in zip(said, whose, strict=True)
    ]


def voice(text: str) -> list[str]:
    """Whose words each paragraph is, but headings and labels."""
    said = [piece for piece in pieces(text) if not (piece.sign and piece.sign.ends >= len(piece.text))]
    return [f"{piece.speaker}: {first_words(piece)}" for piece in said]


def sender(text: str, *hints: Hint) -> tuple[str, str]:
    """The cue that counts most for the likeliest body, and its name: with "?" where it is not sure."""
    letter = read_letter(read_text(text), **KNOWN, hints=hints)
    first = letter.found["bodies"][:1]
    name = first[0].value if first else ""
    cue = first[0].because.partition(":")[0] if first else ""
    return cue[:1].lower() + cue[1:], name if name == letter.found["body"] and name else f"{name}?"


def hinted(hint: tuple[str, str]) -> tuple[str, str]:
    return sender("All staff are trained.", Hint(*hint))


def date(text: str) -> tuple[str, str]:
    """The cue that counts most for the likeliest date, and the date that the letter bears."""
    found = read_letter(read_text(text), **KNOWN).found
    cue = found["dates"][0].because.partition(":")[0] if found["dates"] else ""
    return cue[:1].lower() + cue[1:], found["dated"]


def dated(text: str) -> str:
    return date(text)[1]


def receiver(text: str) -> str:
    return read_letter(read_text(text), **KNOWN).found["addressed_to"]


def signatory(text: str) -> str:
    found = read_letter(read_text(text), **KNOWN).found
    return ", ".join(filter(None, [found["signatory"], found["signatory_title"]]))


def agreed(text: str) -> str:
    return read_letter(read_text(text), **KNOWN).found["agreed_by"]


def report(text: str) -> str:
    return proposed(
        read_letter(read_text(text), bodies=BODIES, super_complaints=[REPORT, OTHER_REPORT])
    ).super_complaint


def speaks_for(text: str) -> list[str]:
    return [*proposed(read_letter(read_text(text), **KNOWN)).speaks_for]


def suggested(find):
    def value(text: str) -> str:
        return found.value if (found := find(text)) else ""

    value.__name__ = find.__name__
    return value


def contradicted(text: str) -> str:
    passage = Passage(PassageKind.RESPONSE, text, position=position_in(text), progress=progress_in(text))
    found = (contradiction([passage], name) for name in ("position", "progress"))
    return next((words for _, words in filter(None, found)), "")


def promised(text: str) -> str:
    return " ".join(promise.by for promise in promises_in(text, "2021-03-04"))


TABLES = {
    sign: [*signs.HEADINGS, *signs.LABELS, *signs.LEADING_IN],
    role: [*roles.SECTIONS, *roles.QUOTATIONS, *roles.MAIL],
    cell: tables.TABLES,
    voice: [*voices.HANDING_OVER, *voices.TAKING_BACK, *voices.LABELS],
    sender: [(f"senders: {cue or 'nobody'}", text, (cue, name)) for cue, text, name in senders.CUES],
    hinted: [(f"senders: {cue}", hint, (cue, name)) for cue, hint, name in senders.HINTS],
    receiver: senders.RECEIVERS,
    signatory: senders.SIGNATURES,
    agreed: senders.AGREED,
    report: senders.REPORTS,
    speaks_for: senders.SPEAKS_FOR,
    date: [(f"dates: {cue}", text, (cue, found)) for cue, text, found in dates.CUES],
    dated: [("dates", text, found) for text, found in dates.FORMS],
    suggested(position_in): suggestions.POSITIONS,
    suggested(progress_in): suggestions.PROGRESS,
    contradicted: suggestions.CONTRADICTIONS,
    suggested(awaiting_in): suggestions.AWAITING,
    promised: suggestions.PROMISES,
}


def every_pair() -> list:
    """(rule, how it is looked for, its text, what is found)."""
    return [
        pytest.param(find, *row[1:], id=f"{row[0]}: {row[1]}"[:90]) for find, rows in TABLES.items() for row in rows
    ]


@pytest.mark.parametrize(("find", "text", "found"), every_pair())
def test_what_two_or_three_lines_show(find, text, found):
    assert find(text) == found


def rules_of_pairs() -> set[str]:
    return {rule for rows in TABLES.values() for rule, *_ in rows}


def test_each_rule_that_places_a_paragraph_has_a_pair_in_which_it_does():
    placing = [row for find in (role, cell, receiver, signatory) for row in TABLES[find]]
    decided = {text: {rule for piece in pieces(text) for rule in piece.because} for _, text, _ in placing}

    assert {rule for rule, text, _ in placing if rule in decided[text]} == set().union(*decided.values())


def test_the_documented_rules_are_those_that_have_pairs():
    documented = (Path(settings.BASE_DIR) / "docs" / "rules.md").read_text().partition("## What a letter says")[2]
    documented = documented.partition("What holds for every letter")[0]
    rows = [line.split("|")[1] for line in documented.splitlines() if line.startswith("| ")]

    assert {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)} == rules_of_pairs()
