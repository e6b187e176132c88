"""Passages that are nearly the same are found as holding each against each finds them, in a fraction of the time."""

import random
import time

import pytest

from responses.desk.similar import ALIKE, Text, distinct_passages, grouped, near_identical, said_by_one

REASSURING = (
    "The force takes the safety of every victim of domestic abuse seriously, and has reviewed its policy with local "
    "specialist organisations so that nobody is deterred from coming forward to report a crime."
)
KENT = REASSURING.replace("The force", "Kent Police").replace("local specialist", "its specialist")
OTHER = (
    "A working group of three inspectors meets on the first Monday of each month, and tells the board what it found "
    "in custody records, in body-worn video and in what officers wrote down."
)
ACCEPTED = "We accept this recommendation in full."


def texts(*words):
    return [Text(source, each) for source, each in enumerate(words)]


def found(*words, quoted=()):
    """[(places of the texts, the passage as it is shown)]"""
    return [(sorted(same.places), same.words) for same in near_identical(texts(*words), quoted)]


def test_a_passage_of_several_is_found_with_what_each_made_of_it():
    [same] = near_identical(texts(f"{REASSURING}\n\n{OTHER}", f"{ACCEPTED}\n\n{KENT}", "Something else."))

    assert [(each.place, each.words) for each in same.passages] == [(0, REASSURING), (1, KENT)]


def test_a_passage_that_is_just_half_of_anothers_is_found_and_a_word_less_is_not():
    whole = [f"word{number}" for number in range(42)]  # forty runs of three

    assert [len(found(" ".join(whole), " ".join(whole[:length]))) for length in (22, 21)] == [1, 0]


def test_a_passage_is_shown_as_most_say_it():
    assert found(KENT, REASSURING, REASSURING) == [([0, 1, 2], REASSURING)]


def test_capitals_commas_and_the_kind_of_apostrophe_make_no_difference():
    assert found("Officers' " + REASSURING, ("OFFICERS’ " + REASSURING).replace(",", "").upper()) != []


@pytest.mark.parametrize(
    "words",
    [
        (ACCEPTED, ACCEPTED),  # nobody's in particular
        (REASSURING, OTHER),
        (f"{REASSURING}\n\n{OTHER}\n\n{REASSURING}", "Nothing of the kind."),  # one body's own
    ],
)
def test_what_is_not_said_in_the_same_words_by_several_is_not_found(words):
    assert found(*words) == []


def test_what_one_source_says_twice_is_not_said_by_two():
    assert near_identical([Text("kent", REASSURING), Text("kent", REASSURING)]) == []


def test_that_of_most_sources_comes_first():
    assert [words for _, words in found(OTHER, OTHER, REASSURING, REASSURING, REASSURING)] == [REASSURING, OTHER]


def test_what_everybody_quotes_is_nobodys():
    quotation = f"Recommendation 4 says: {OTHER}"

    assert found(quotation, OTHER, f"{OTHER} We agree.", quoted=[OTHER]) == []
    assert found(f"{quotation}\n\n{REASSURING}", f"{OTHER}\n\n{REASSURING}", quoted=[OTHER]) == [([0, 1], REASSURING)]


def test_what_one_alone_says_is_told_from_what_others_say_too():
    own = "We have hired four advisers from Southall Black Sisters."

    assert said_by_one(texts(f"{REASSURING} {own}", KENT, f"{REASSURING}\n\n{ACCEPTED}")) == [[own], [], [ACCEPTED]]


def test_a_quotation_is_not_what_one_alone_says():
    assert said_by_one(texts(OTHER, REASSURING), quoted=[OTHER]) == [[], [REASSURING]]


def by_brute_force(distinct):
    """The same groups, each passage held against the first of every group."""
    groups = []
    for each in distinct:
        likeness = [len(each.runs & group[0].runs) / len(each.runs | group[0].runs) for group in groups]
        if likeness and max(likeness) >= ALIKE:
            groups[likeness.index(max(likeness))].append(each)
        else:
            groups.append([each])
    return groups


def some_texts(seed):
    """Two hundred answers of few words, with passages of one in others, changed a little or much."""
    chance = random.Random(seed)  # noqa: S311 - the same each time, and no secret
    vocabulary = [f"word{number}" for number in range(chance.choice([4, 30, 400]))]
    said, words = [], []
    for _ in range(200):
        if said and chance.random() < 0.5:
            passage = chance.choice(said)[:]
            for _ in range(chance.randrange(12)):
                passage[chance.randrange(len(passage))] = chance.choice(vocabulary)
        else:
            passage = chance.choices(vocabulary, k=chance.randint(8, 60))
        said.append(passage)
        words.append(" ".join(passage))
    return texts(*words)


@pytest.mark.parametrize("seed", range(12))
def test_the_groups_are_those_that_holding_each_against_each_finds(seed):
    distinct = distinct_passages(some_texts(seed))

    assert grouped(distinct) == by_brute_force(distinct)


REPEATED = {"we ": 300_000, "we will say ": 80_000, "w": 900_000, "a\n\n": 300_000, ". ": 450_000, "\n": 900_000}
REPEATED |= {"we will do so again " * 4 + "\n\n": 11_000}


@pytest.mark.parametrize("text", [part * times for part, times in REPEATED.items()])
def test_nine_hundred_kilobytes_of_one_thing_take_no_more_time_than_a_report(text):
    start = time.process_time()

    near_identical([Text(1, text), Text(2, text)])
    said_by_one([Text(1, text), Text(2, text)])

    assert time.process_time() - start < 6
