"""What was typed is given back in the words of the page that asked for it, and without asking the database."""

import re

import lxml.html
import pytest

from tests.test_every_url import PDFS, address, ask, rows
from tests.test_every_url import world as world  # pytest finds the fixture by its name
from tracker.typed import Typed, typed_in

pytestmark = pytest.mark.django_db

RESPONSE = "/updates/17/recommendations/4/borsetshire-police/"
COVERING = "/updates/17/covering-letter/"


def posted(rf, path, data):
    return [(typed.label, typed.value) for typed in typed_in(rf.post(path, data))]


@pytest.mark.parametrize(
    ("path", "data", "answers"),
    [
        (
            RESPONSE,
            {
                "csrfmiddlewaretoken": "secret",
                "version": "3",
                "text": "We began.",
                "text-html": "<p>We began.</p>",
                "position": "accepted",
                "progress": "awaiting_others",
                "awaiting_body": "Kent",
                "awaiting": "",
                "voice": "force",
                "finish": "1",
            },
            [
                ("What do you want to say?", "We began."),
                ("Is the recommendation accepted?", "Accepted"),
                ("How far has the work come?", "Awaiting others"),
                ("Which body is awaited?", "Kent"),
                ("Whose words are these?", "The chief constable or the force"),
            ],
        ),
        (
            RESPONSE,
            {"text-html": '<h2>Then</h2><ol start="3"><li>one <b>two</b></li></ol><script>x</script>', "version": "3"},
            [("What do you want to say?", "Then\n\n3. one two")],
        ),
        (
            COVERING,
            {"dated_as_day": "17", "dated_as_month": "June", "dated_as_year": "2021", "salutation": "Dear Sir"},
            [("What date does the letter bear?", "17 June 2021"), ("How does it begin?", "Dear Sir")],
        ),
        (COVERING, {"dated_as_day": "", "dated_as_month": "", "dated_as_year": ""}, []),
        ("/updates/17/send-back/", {"comment": "Say when."}, [("What is to be changed?", "Say when.")]),
        (
            "/updates/17/parts/kent-police/send-back/",
            {"comment": "Say when."},
            [("What is to be changed?", "Say when.")],
        ),
        (
            "/updates/17/parts/kent-police/take-back/",
            {"comment": "Sorry."},
            [("Do you want to add a comment? (optional)", "Sorry.")],
        ),
        (
            "/people/invite/",
            {"name": "Nia", "body": "Kent", "role": "editor"},
            [
                ("What is their name?", "Nia"),
                ("For which body?", "Kent"),
                ("What will they do?", "Editor: writes updates"),
            ],
        ),
        ("/people/3/change/", {"name": "Nia", "seen": "Nai nia@example.org"}, [("What is their name?", "Nia")]),
        (
            "/admin/recommendations/body/1/change/",
            {"short_title": "Train", "aliases-TOTAL_FORMS": "3", "aliases-0-name": "Kent", "_save": "Save"},
            [("Short title", "Train"), ("Aliases 0 name", "Kent")],
        ),
        ("/no/such/page/", {"text": "We began."}, [("Text", "We began.")]),
        ("/no/such/page/", {"text-html": "<ul>" * 500 + "deep"}, [("Text", "<ul>" * 500 + "deep")]),
    ],
)
def test_what_was_typed_is_told_in_the_words_of_its_form(rf, django_assert_num_queries, path, data, answers):
    with django_assert_num_queries(0):
        assert posted(rf, path, data) == answers


def test_a_choice_is_not_taken_for_words(rf):
    [choice, words] = typed_in(rf.post(RESPONSE, {"progress": "in_progress", "text": "In progress"}))

    assert choice == Typed("How far has the work come?", "In progress", is_choice=True)
    assert words == Typed("What do you want to say?", "In progress")


# Where a form chooses its words as it is made, those of its class stand in for them.
CHOSEN_BY_THE_FORM = {
    ("edit_response", "text"): "What do you want to say?",
    ("edit_response", "same_for_others"): "Give the same answer for the others",
    ("withdraw_update", "reason"): "Why is this update withdrawn?",
    ("account_reset_password", "email"): "Email",
}
DATE = re.compile("_(day|month|year)$")


def asked_on(page) -> dict[str, tuple[str, str]]:
    """Name of each box and choice in the forms of a page that are posted: its question, and an answer to it."""
    found = {}
    for form in lxml.html.fromstring(page.content).xpath("//form[@method='post']"):
        for control in form.xpath(".//input | .//textarea | .//select"):
            kind, name = control.get("type"), control.get("name")
            if control.tag == "select" and len(control.value_options) < 2:
                continue
            if kind in {"hidden", "submit", "file", "password"} or not name or "hidden" in control.attrib:
                continue
            is_one_of_several = kind in {"radio", "checkbox"} or DATE.search(name)
            legends = control.xpath("ancestor::fieldset[1]/legend") if is_one_of_several else []
            said = (legends or form.xpath(f".//label[@for='{control.get('id')}']"))[0].text_content()
            chosen = control.xpath("string(.//option[@value != ''][1]/@value)") if control.tag == "select" else ""
            answer = control.get("value", "on") if kind in {"radio", "checkbox"} else chosen or "some words"
            found[name] = (" ".join(said.split()), answer)
    return found


@pytest.mark.parametrize("who", ["editor", "liaison", "admin"])
def test_every_page_with_a_form_is_given_back_in_its_own_words(world, rf, who):
    wrong, right = {}, 0
    for name, about, cells in rows():
        if not cells[who].startswith("ok") or name in {*PDFS, "bundle_file"}:
            continue
        where = address(world, name, about)
        for box, (question, answer) in asked_on(ask(world, who, "get", where)).items():
            told = [typed.label for typed in typed_in(rf.post(where, {box: answer}))]
            expected = CHOSEN_BY_THE_FORM.get((name, box), question)
            # What is offered from the database cannot be told without it.
            if told not in ([expected], [question], [] if answer != "some words" else None):
                wrong[name, box] = (question, told)
            right += told == [question]

    assert wrong == {}
    assert right > 5
