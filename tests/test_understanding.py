"""What is found in letters: each answer, whose words it is, and nothing that is not there."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from responses.intake.known import known_bodies, known_super_complaints
from responses.intake.proposal import PassageKind, Proposal
from responses.intake.reading.text import read_text
from responses.intake.understanding import understand
from responses.intake.understanding.outline import comes_after
from responses.intake.understanding.pieces import plain, words
from responses.intake.understanding.quotations import difference
from tests.letters import BODIES, LETTERS, OTHER_REPORT, REPORT
from tests.reference import kept, put_back

REAL_LETTERS = sorted((Path(settings.BASE_DIR).parent / "shared" / "letters").glob("*.txt"))


def understood(text: str, **known) -> Proposal:
    known = {"bodies": BODIES, "super_complaints": [REPORT, OTHER_REPORT], **known}
    return understand(read_text(text), **known)


def answers(proposal: Proposal) -> list[tuple[tuple[str, ...], str, str]]:
    """Where each answer begins: the numbers, the voice, the first words. One that furniture interrupts begins once."""
    found, going_on = [], None
    for passage in proposal.passages:
        if passage.kind == PassageKind.FURNITURE:
            continue
        about = (passage.recommendations, str(passage.voice))
        if passage.kind == PassageKind.RESPONSE and about != going_on:
            found.append((*about, " ".join(words(plain(passage.text))[:8])))
        going_on = about if passage.kind == PassageKind.RESPONSE else None
    return found


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_each_answer_is_found_and_none_is_made_up(letter):
    found = answers(understood(letter.text))

    expected = [(numbers, voice) for numbers, voice, _ in letter.sections]
    assert [(numbers, voice) for numbers, voice, _ in found] == expected
    for (*_, begins), (*_, first_words) in zip(found, letter.sections, strict=True):
        assert begins.startswith(" ".join(words(plain(first_words))[:8]))


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_whose_letter_to_whom_and_when(letter):
    proposal = understood(letter.text)

    assert (proposal.body, proposal.dated, proposal.addressed_to, proposal.signatory, proposal.super_complaint) == (
        letter.body,
        letter.dated,
        letter.addressed_to,
        letter.signatory,
        letter.super_complaint,
    )


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_every_word_of_a_letter_is_in_one_passage_in_order(letter):
    proposal = understood(letter.text)

    blocks = read_text(letter.text)
    assert [word for passage in proposal.passages for word in words(passage.text)] == [
        word for block in blocks for word in words(block.text)
    ]


def test_where_a_letter_does_not_tell_force_from_commissioner_both_are_shown_the_likelier_first():
    [letter] = [one for one in LETTERS if one.name.startswith("a page that names the force alone")]

    bodies = [candidate.value for candidate in understood(letter.text).bodies]

    assert bodies == ["Police and Crime Commissioner for Borsetshire", "Borsetshire Police"]


@pytest.mark.parametrize("bodies", [(), tuple(body for body in BODIES if body.kind == "national_body")])
def test_with_no_forces_known_a_person_is_asked_whose_letter_it_is(bodies):
    proposal = understood("As Commissioner I welcome the report on Borsetshire.", bodies=bodies)

    assert proposal.body == ""
    assert "The letter does not say which body it is from: choose one." in proposal.doubts


@pytest.mark.parametrize(
    ("number", "other", "after"),
    [("4", "3", True), ("3a", "3", True), ("7.1", "7", True), ("3", "3", False), ("3b", "3.1", True)],
)
def test_the_items_of_a_list_go_up(number, other, after):
    assert comes_after(number, other) is after


WORDING = "Conduct an assessment of local access to specialist victim support."


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        (WORDING, ""),
        ("conduct an assessment of ‘local’ access to specialist victim support", ""),
        (
            "Conduct an assessment of access to specialist victim support.",
            "The quotation leaves out “local”.",
        ),
        (
            "Conduct an assessment of access to victim support.",
            "The quotation leaves out 2 words, from “local”.",
        ),
        (
            "Conduct a review of local access to specialist victim support.",
            "The quotation has “a review” for “an assessment”.",
        ),
        (
            "Conduct an assessment of local access to specialist victim support services.",
            "The quotation adds “services”.",
        ),
    ],
)
def test_how_a_quotation_differs_from_the_official_wording_is_said_in_a_sentence(quoted, said):
    assert difference(quoted, WORDING) == said


def test_a_proposal_is_the_same_after_it_was_kept_as_json():
    proposal = understood(LETTERS[3].text)

    assert Proposal.from_json(json.loads(json.dumps(proposal.as_json()))) == proposal


# The five real letters, where they are at hand

VOICES = {"pcc": "local_policing_body"}  # as the careful reader wrote them
real_letters = pytest.mark.skipif(not REAL_LETTERS, reason="the real letters are not beside this clone")


@pytest.fixture(scope="module")
def known(reference_rows, django_db_blocker):
    """The bodies and reports of the fixtures, as plain values."""
    with kept(django_db_blocker):
        put_back(reference_rows)
        return {"bodies": known_bodies(), "super_complaints": known_super_complaints()}


@real_letters
@pytest.mark.django_db
@pytest.mark.parametrize("path", REAL_LETTERS, ids=lambda path: path.stem)
def test_the_real_letters_are_understood_as_a_careful_reader_understands_them(path, known):
    expected = json.loads(path.with_suffix(".expected.json").read_text())

    proposal = understood(path.read_text(), **known)

    assert (proposal.body, proposal.dated, proposal.date.precision) == (
        expected["body"],
        expected["date"],
        expected["date_precision"],
    )
    assert proposal.addressed_to == (expected["addressee"] or "")
    assert proposal.signatory in (expected["signatory"] or "")
    found = answers(proposal)
    assert {(numbers, voice) for numbers, voice, _ in found} == {
        ((str(section["recommendation"]),), VOICES.get(section["author"], section["author"]))
        for section in expected["sections"]
    }
    begun = [begins for _, _, begins in found]
    assert [section["starts_with"] for section in expected["sections"] if section["starts_with"] not in begun] == []


@real_letters
@pytest.mark.django_db
@pytest.mark.parametrize("path", REAL_LETTERS, ids=lambda path: path.stem)
def test_what_a_real_letter_says_of_no_recommendation_is_general_and_in_the_right_voice(path, known):
    expected = json.loads(path.with_suffix(".expected.json").read_text())

    proposal = understood(path.read_text(), **known)

    said = {" ".join(words(passage.text)): passage for passage in proposal.passages}
    for section in expected.get("unnumbered_sections", []):
        begins = " ".join(words(section["starts_with"]))
        [found] = [passage for text, passage in said.items() if begins in text]
        assert (found.kind, str(found.voice)) == (PassageKind.GENERAL, VOICES.get(section["author"], section["author"]))


@real_letters
@pytest.mark.django_db
@pytest.mark.parametrize("path", REAL_LETTERS, ids=lambda path: path.stem)
def test_every_word_of_a_real_letter_is_kept(path, known):
    text = path.read_text()

    proposal = understood(text, **known)

    without_tags = re.sub(r"</?(?:p|ul|li)\b[^>]*>", " ", text)
    kept = " ".join(passage.text for passage in proposal.passages)
    assert re.findall(r"\w+", kept) == re.findall(r"\w+", without_tags)


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        ("Please disregard our reply of May.", True),
        ("Our answer of May is withdrawn.", True),
        ("That was not so. Please replace it with this.", True),
        ("We replace worn uniforms and withdraw from custody suites.", False),
    ],
)
def test_a_letter_that_takes_something_back_is_for_a_person(said, doubted):
    doubt = "The letter takes back or replaces something that was said: check what still stands."
    proposal = understood(
        f"Borsetshire Police\n\nLeft waiting?\n\n{said}\n\nRecommendation 1\n\nAll staff are trained."
    )

    assert (doubt in proposal.doubts) == doubted
