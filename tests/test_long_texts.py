"""Whatever a file repeats, it is read apart from the server with every word kept, or kept itself where time is up.

How the time grows with the text is measured by `make bench-intake`.
"""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from responses.intake import queue
from responses.intake.models import Intake
from responses.intake.sandbox import understand_safely
from responses.jobs.worker import work
from tests.factories import NOON, make_liaison, make_super_complaint
from tests.letters import BODIES, OTHER_REPORT, REPORT
from tests.long_texts import BETWEEN, FRAGMENTS, of_length

KNOWN = {"bodies": BODIES, "super_complaints": [REPORT, OTHER_REPORT]}
WORDS = [fragment for fragment in FRAGMENTS if not {"<", "&"} & set(fragment)]  # of the others, pages show no letter


def signs(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def read(text: str) -> str:
    return "".join(passage.text for passage in understand_safely(text.encode(), "letter.txt", **KNOWN).passages)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join), st.sampled_from(BETWEEN))
def test_whatever_a_text_repeats_every_letter_and_digit_is_kept_in_order(repeated, between):
    text = of_length(4_000, repeated + between, "\n!1")

    assert signs(read(text)) == signs(text)


@pytest.mark.parametrize("repeated", ["a", "Aa1", "- 1 ", "the force "])
def test_200_000_characters_that_repeat_a_few_letters_are_read_like_any_letter(repeated):
    text = of_length(200_000, repeated)

    assert signs(read(text)) == signs(text)


@pytest.mark.django_db
def test_a_file_over_which_time_is_up_could_not_be_read_and_is_kept(client, monkeypatch):
    monkeypatch.setitem(understand_safely.__kwdefaults__, "seconds", 0)
    liaison, content = make_liaison(), of_length(900_000, "a").encode()
    facts = {"name": "letter.txt", "content_type": "text/plain", "content": content, "size": len(content)}
    facts |= {"super_complaint": make_super_complaint(), "uploaded_by": liaison, "uploaded_at": NOON}
    intake = Intake.objects.create(sha256="0" * 64, **facts)
    queue.have_read([intake], at=NOON)

    assert work(lambda: NOON) == {"read": 1}

    intake.refresh_from_db()
    assert (intake.proposal_json, bytes(intake.content)) == (None, content)
    assert intake.trouble.startswith("Reading this file took longer than 0 seconds, so it was given up.")
    client.force_login(liaison)
    assert "Not readable" in client.get("/super-complaints/safe-to-share/intake/").content.decode()
