"""Whatever a letter is made of, every word of it is in one passage, in order."""

import hypothesis.strategies as st
from hypothesis import given

from responses.intake.proposal import Block, BlockKind, Passage, PassageKind, Proposal
from responses.intake.reading.text import read_text
from responses.intake.understanding import understand
from responses.intake.understanding.pieces import sentences, words
from tests.letters import BODIES, LETTERS, REPORT, W1, W4, W6

# What real blocks are made of, and what nobody would think of.
SAID = [
    "Recommendation 1. To chief constables",
    "Recommendation 4 - To chief constables: " + W4,
    "Rec 3a",
    "R4:",
    "Response to recommendations 1, 4 and 5",
    "Force response: The force has changed its policy.",
    "PCC comments",
    W1,
    W6 + " The office has done so. It is complete.",
    "There were two, recommendation 5 as above and recommendation 6: " + W6,
    "I have asked the Chief Constable for his comments. His response is below.",
    "The Chief Constable said: 'We welcome this.'",
    "I thank the Chief Constable for such a detailed response.",
    "In relation to recommendations 1 and 4, we await guidance.",
    "4. The force accepts this.\n5. And this.",
    "Yours sincerely",
    "Jo Example\nPolice and Crime Commissioner for Borsetshire\n1 June 2021",
    "To: The Home Secretary",
    "Dear Home Secretary",
    "**Bold** and *italic* - with a dash",
    "- a bullet\n- another\n\n1. a number",
]
text = st.one_of(
    st.sampled_from(SAID),
    st.lists(st.sampled_from(SAID), min_size=2, max_size=3).map(" ".join),
    st.lists(st.sampled_from(SAID), min_size=2, max_size=3).map("\n\n".join),
    st.text(min_size=1, max_size=60).filter(str.strip),
)
place_in_table = st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(0, 3))


@st.composite
def blocks(draw):
    kind = draw(st.sampled_from(BlockKind))
    table, row, column = draw(place_in_table) if kind == BlockKind.CELL else (None, None, None)
    page, level = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    return Block(kind, draw(text), page, level, table, row, column)


@given(st.lists(blocks(), max_size=25))
def test_every_word_is_in_one_passage_in_order(letter):
    proposal = understand(letter, bodies=BODIES, super_complaints=[REPORT])

    assert [word for passage in proposal.passages for word in words(passage.text)] == [
        word for block in letter for word in words(block.text)
    ]


@given(st.lists(blocks(), max_size=25))
def test_only_quotations_and_responses_are_about_recommendations(letter):
    proposal = understand(letter, bodies=BODIES, super_complaints=[REPORT])

    about = {PassageKind.QUOTATION, PassageKind.RESPONSE}
    known = {recommendation.number for recommendation in REPORT.recommendations}
    assert [p for p in proposal.passages if bool(p.recommendations) != (p.kind in about)] == []
    assert {number for passage in proposal.passages for number in passage.recommendations} <= known


@given(st.lists(blocks(), max_size=12))
def test_a_proposal_survives_being_kept(letter):
    proposal = understand(letter, bodies=BODIES, super_complaints=[REPORT])

    assert Proposal.from_json(proposal.as_json()) == proposal
    assert all(isinstance(passage, Passage) for passage in proposal.passages)


@given(st.lists(st.one_of(st.sampled_from([letter.text for letter in LETTERS]), text), max_size=4).map("\n\n\n\n".join))
def test_reading_text_keeps_every_letter_and_digit_in_order(letter):
    read = "".join(block.text for block in read_text(letter))

    assert _signs(read) == _signs(_without_tags(letter))


@given(st.text())
def test_sentences_are_the_whole_text(text):
    assert "".join(text[begins:ends] for begins, ends in sentences(text)) == text


def _signs(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _without_tags(text: str) -> str:
    for tag in ("<p>", "</p>", '<ul style="list-style-type: none">', "</ul>"):
        text = text.replace(tag, " ")
    return text
