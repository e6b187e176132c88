"""A file is read and understood in a process of its own, which gives what the same work gives here, or one sentence."""

import pytest

from responses.intake.proposal import Proposal
from responses.intake.proposing import propose
from responses.intake.reading import NotReadable
from responses.intake.sandbox import READER, understand_safely
from tests import hostile
from tests.letters import BODIES, LETTERS, OTHER_REPORT, REPORT

KNOWN = {"bodies": BODIES, "super_complaints": [REPORT, OTHER_REPORT]}
NO_REPORT = b"Recommendation 1\n\nWe have changed our policy, and will train our staff in it.\n"


@pytest.mark.parametrize("letter", LETTERS[:5], ids=lambda letter: letter.name)
def test_a_letter_is_understood_in_a_process_of_its_own_as_it_is_here(letter):
    content = letter.text.encode()

    here = Proposal.from_json(propose(content, "letter.txt", **KNOWN).as_json())
    assert understand_safely(content, "letter.txt", **KNOWN) == here


def test_a_letter_that_names_no_report_is_on_the_chosen_one():
    assert understand_safely(NO_REPORT, "letter.txt", **KNOWN).super_complaint == ""
    assert understand_safely(NO_REPORT, "letter.txt", **KNOWN, chosen=REPORT.slug).super_complaint == REPORT.slug


def test_one_line_of_900_000_letters_is_understood_with_all_of_them():
    line = "a" * 900_000

    assert [passage.text for passage in understand_safely(line.encode(), "letter.txt", **KNOWN).passages] == [line]


def test_words_are_given_up_when_time_is_up():
    with pytest.raises(NotReadable, match=r"^Reading this file took longer than 0 seconds, so it was given up\."):
        understand_safely(NO_REPORT, "letter.txt", **KNOWN, seconds=0)


def test_files_follow_each_other_through_one_server_whatever_becomes_of_them():
    understand_safely(NO_REPORT, "letter.txt", **KNOWN)
    server = READER.start()

    with pytest.raises(NotReadable):
        understand_safely(hostile.pdf_with_forms_in_forms(), "letter.pdf", **KNOWN)  # ends its process
    with pytest.raises(NotReadable):
        understand_safely(b"", "letter.txt", **KNOWN)
    assert [passage.text for passage in understand_safely(b"Dear Sir", "letter.txt", **KNOWN).passages] == ["Dear Sir"]

    assert READER.start() is server


def test_after_a_server_was_ended_another_reads():
    understand_safely(NO_REPORT, "letter.txt", **KNOWN)
    server = READER.start()
    server.process.kill()
    server.process.wait()

    assert [passage.text for passage in understand_safely(b"Dear Sir", "letter.txt", **KNOWN).passages] == ["Dear Sir"]
