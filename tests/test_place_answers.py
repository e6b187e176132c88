"""Answers that come to an office as a file go into its draft passage by passage, once a person has said where."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from recommendations.dates import DayOrMonth
from responses.intake.models import AnswerFile
from responses.intake.proposal import Passage, PassageKind, Proposal, Speaker
from responses.intake.reading.text import read_text
from responses.models import Change, Part, Response, SentLetter, Update
from responses.voices import Voice
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_recommendation,
    make_response,
)
from tests.files import as_docx

pytestmark = pytest.mark.django_db
ANSWERS = """Answers of Borsetshire Police to Safe to share?

Recommendation 1

We accept this. The force has trained every call handler, and will:

- write to each of them; and
- ask in June whether it helped.

Recommendation 5

The force tells callers what becomes of what they say, and the board hears of it each month.
"""


def passage(text, *numbers, kind=PassageKind.RESPONSE, **facts):
    return Passage(kind, text, recommendations=numbers, **facts)


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def editor(pcc):
    return make_member(pcc, name="Eve Editor")


@pytest.fixture
def officer(pcc):
    return make_member(pcc.oversees, name="Lee Liaison")


@pytest.fixture
def draft(pcc, editor):
    """The force is asked 1, the commissioner 6, both are asked 5."""
    for number, bodies in {"1": [pcc.oversees], "5": [pcc.oversees, pcc], "6": [pcc]}.items():
        recommendation = make_recommendation(number=number)
        for body in bodies:
            make_addressee(recommendation, body)
    return make_draft(pcc, by=editor)


def make_file(update, *passages, body=None, **facts):
    """A file that was read, brought for the update's own body or for another one's part."""
    proposal = Proposal(passages=passages or (passage("We have begun.", "1"),), **facts)
    facts = {"name": "answers.docx", "content_type": "text/plain", "content": b"Words.", "brought_at": NOON}
    facts |= {"brought_by": update.created_by, "brought_for": body or update.body, "proposal_json": proposal.as_json()}
    return AnswerFile.objects.create(update=update, sha256=f"{AnswerFile.objects.count():064}", **facts)


def open_page(client, user, file):
    client.force_login(user)
    return client.get(file.get_absolute_url())


def boxes(page, **chosen):
    """What the page would post as it stands, and what is `chosen` by "place_1" or "standing_1"."""
    placing = page.context["placing"]
    data = {"seen": placing.seen, "place": "1"}
    data |= {form.add_prefix("place"): form["place"].value() or "" for form in placing.passages}
    for name, value in chosen.items():
        box, number = name.split("_")
        data[f"passage-{number}-{box}"] = value
    return data


def place(client, user, file, **chosen):
    return client.post(file.get_absolute_url(), boxes(open_page(client, user, file), **chosen))


def bring(client, user, where, content, name="answers.docx"):
    client.force_login(user)
    return client.post(where, {"files": SimpleUploadedFile(name, content)})


def said():
    """(recommendation, kind of body, words, whose) of every answer."""
    rows = Response.objects.order_by("addressee__recommendation__order", "addressee__body__kind")
    return [(it.addressee.recommendation.number, it.addressee.body.kind, it.text, it.voice) for it in rows]


def proposed(client, user, file):
    return [form["place"].value() for form in open_page(client, user, file).context["placing"].passages]


# -- bringing a file


def test_a_word_file_is_read_and_shown_passage_by_passage_and_places_nothing(client, editor, draft):
    where = reverse("place_answers", args=[draft.pk])

    answer = bring(client, editor, where, as_docx(read_text(ANSWERS)))

    file = AnswerFile.objects.get()
    assert answer.url == file.get_absolute_url()
    page = client.get(answer.url)
    shown = [(form.passage.recommendations, form["place"].value()) for form in page.context["placing"].passages]
    assert [each for each in shown if each[0]] == [(("1",), "1 force"), (("5",), "5 force")]
    assert (said(), Update.objects.get(pk=draft.pk).edited_at) == ([], NOON)


def test_the_same_file_brought_again_is_the_file_that_is_there(client, editor, draft):
    where, content = reverse("place_answers", args=[draft.pk]), as_docx(read_text(ANSWERS))

    first, second = (bring(client, editor, where, content).url for _ in range(2))

    assert first == second
    assert AnswerFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"MZ\x90\x00", "answers.exe", "answers.exe must be a PDF"),
        (b"%PDF-1.4", "answers.docx", "answers.docx is named as a Word document, but its contents are those of a PDF"),
        (b"PK\x05\x06" + bytes(18), "answers.docx", "but its contents are not"),
        (b"%PDF-1.4 and no more", "answers.pdf", "answers.pdf: "),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence_and_not_kept(client, editor, draft, content, name, problem):
    page = bring(client, editor, reverse("place_answers", args=[draft.pk]), content, name)

    [error] = page.context["form"].errors["files"]
    assert problem in error
    assert not AnswerFile.objects.exists()


def test_no_file_and_two_files_are_told(client, editor, draft):
    client.force_login(editor)
    where = reverse("place_answers", args=[draft.pk])
    two = [SimpleUploadedFile(f"{number}.txt", b"Words %d." % number) for number in (1, 2)]

    none, both = client.post(where, {"x": ""}), client.post(where, {"files": two})

    assert none.context["form"].errors["files"] == ["Select the document that has the answers"]
    assert both.context["form"].errors["files"] == ["Select one document at a time"]
    for page in (none, both):
        assert page.text.count("There is a problem") == page.text.count("<title>Error: Place answers") == 1


def test_the_wrong_file_is_removed_until_words_of_it_are_placed(client, editor, draft):
    wrong, right = make_file(draft), make_file(draft)
    place(client, editor, right)

    client.post(wrong.get_absolute_url(), {"remove": "1"})
    client.post(right.get_absolute_url(), {"remove": "1"})

    assert list(AnswerFile.objects.all()) == [right]


# -- what is proposed


@pytest.mark.parametrize(
    ("said_by", "expected"),
    [
        ({}, "5 force"),  # nobody in particular: whoever wrote the file
        ({"speaker": Speaker.SENDER}, "5 force"),
        ({"speaker": Speaker.OTHER}, "5 local_policing_body"),
        ({"speaker": Speaker.JOINT}, "5 joint"),
        ({"speaker": Speaker.NPCC}, ""),  # an office does not write down a national body's words
    ],
)
def test_whose_words_they_are_is_heard_from_the_draft_s_force(client, editor, draft, said_by, expected):
    assert proposed(client, editor, make_file(draft, passage("Words.", "5", **said_by))) == [expected]


def test_a_file_of_the_office_itself_speaks_as_the_office(client, editor, draft):
    assert proposed(client, editor, make_file(draft, passage("Words.", "5"), body="", **{})) == ["5 force"]
    its_own = make_file(draft, passage("Words.", "5"))
    AnswerFile.objects.filter(pk=its_own.pk).update(
        proposal_json=Proposal((passage("Words.", "5"),), body=draft.body.name).as_json()
    )

    assert proposed(client, editor, its_own) == ["5 local_policing_body"]


def test_what_answers_nothing_is_left_out(client, editor, draft):
    kinds = [PassageKind.GENERAL, PassageKind.QUOTATION, PassageKind.QUOTED, PassageKind.FURNITURE]
    file = make_file(draft, *(passage("Words.", "1", kind=kind) for kind in kinds), passage("Words.", "99"))

    assert proposed(client, editor, file) == ["", "", "", "", ""]


@pytest.mark.parametrize("facts", [{"body": "Loamshire Police"}, {"super_complaint": "another-report"}])
def test_of_somebody_else_s_answers_nothing_is_proposed_and_it_is_said_why(client, editor, draft, facts):
    file = make_file(draft)
    AnswerFile.objects.update(proposal_json=Proposal((passage("We have begun.", "1"),), **facts).as_json())

    page = open_page(client, editor, file)

    assert proposed(client, editor, file) == [""]
    assert len(page.context["placing"].doubts) == 1


def test_the_sender_and_the_date_of_a_file_are_nobody_s_doubt(client, editor, draft):
    file = make_file(draft)
    doubts = (
        "The letter does not say which body it is from: choose one.",
        "No date was found on the letter: say which it bears.",
        "Page 2 of 2 is a picture.",
    )
    AnswerFile.objects.update(proposal_json=Proposal((passage("We have begun.", "1"),), doubts=doubts).as_json())

    page = open_page(client, editor, file)

    assert page.context["placing"].noted == ["Page 2 of 2 is a picture."]


# -- placing


def test_words_go_where_a_person_says_with_their_lists_and_whose_they_are(client, editor, draft):
    file = make_file(
        draft,
        passage("We will:\n\n- write; and\n- ask.", "1"),
        passage("The commissioner asks each month.", "5", speaker=Speaker.OTHER),
        passage("Both of us hear of it.", "5", speaker=Speaker.JOINT),
        passage("Our advocates are four.", "6"),
        passage("Left out.", "6"),
    )

    place(client, editor, file, place_5="")

    both = "<p>Both of us hear of it.</p>"
    assert said() == [
        ("1", "force", "<p>We will:</p><ul><li><p>write; and</p></li><li><p>ask.</p></li></ul>", "force"),
        ("5", "force", both, "joint"),
        ("5", "local_policing_body", "<p>The commissioner asks each month.</p>" + both, "joint"),
        # The commissioner alone is asked: the answer is the office's, the words stay the force's.
        ("6", "local_policing_body", "<p>Our advocates are four.</p>", "force"),
    ]


def test_one_passage_answers_several_recommendations(client, editor, draft):
    place(client, editor, make_file(draft, passage("We have begun.", "1", "5")))

    assert said() == [(number, "force", "<p>We have begun.</p>", "force") for number in ("1", "5")]


def test_what_is_placed_is_not_finished_and_chooses_nothing_else(client, editor, draft):
    place(client, editor, make_file(draft))

    answer = Response.objects.get()
    assert (answer.is_finished, answer.position, answer.progress) == (False, "", "")
    assert answer.changed_by == editor
    assert set(draft.speaks_for.all()) == {draft.body, draft.body.oversees}


def test_what_an_update_by_itself_meets_has_nothing_to_choose(client, editor, draft):
    draft.super_complaint.recommendations.filter(number="1").update(met_by_update=True)

    place(client, editor, make_file(draft))

    answer = Response.objects.get()
    assert (answer.position, answer.progress) == ("not_stated", "not_stated")


def test_the_history_says_whose_words_came_from_which_file_by_whom(client, editor, draft):
    place(client, editor, make_file(draft, passage("One.", "1"), passage("Two.", "5", speaker=Speaker.OTHER)))

    change = draft.changes.get()
    assert (change.what, change.by) == (Change.What.PLACED, editor)
    assert change.reason.splitlines() == [
        "From answers.docx.",
        "Recommendation 1, Borsetshire Police: the force’s words.",
        "Recommendation 5, Police and Crime Commissioner for Borsetshire: the office’s words.",
    ]
    page = client.get(reverse("place_answers", args=[draft.pk]))
    assert list(page.context["history"]) == [change]


def test_nobody_but_the_office_reads_from_which_file_it_took_its_words(client, editor, draft):
    make_response(draft, draft.offered().get(recommendation__number="1"))
    draft.changed(Change.What.PLACED, by=editor, at=NOON, reason="From answers.docx.")
    draft.date = DayOrMonth(DUE)
    draft.sign_off(by=make_member(draft.body, "approver"), at=NOON)
    draft.save()
    draft.send(by=editor, at=NOON, on=DUE, letter=SentLetter(html="", pdf=b"%PDF-1.4", sha256="0" * 64))
    read_by = {}

    for who in (editor, make_liaison()):
        client.force_login(who)
        read_by[who] = len(client.get(draft.get_absolute_url()).context["history"])

    assert list(read_by.values()) == [1, 0]


def test_placing_undoes_a_sign_off(client, editor, draft):
    draft.sign_off(by=make_member(draft.body, "approver"), at=NOON)

    place(client, editor, make_file(draft))

    draft.refresh_from_db()
    assert (draft.signed_off_at, draft.edited_by) == (None, editor)


def test_placing_nothing_is_told(client, editor, draft):
    page = place(client, editor, make_file(draft), place_1="")

    assert page.context["placing"].passages[0].non_field_errors() == ["Select where at least one passage goes"]
    assert said() == []


def test_a_place_that_is_none_is_told(client, editor, draft):
    page = place(client, editor, make_file(draft), place_1="99 force")

    assert "place" in page.context["placing"].passages[0].errors
    assert said() == []


def test_more_than_an_answer_holds_is_told_and_nothing_is_placed(client, editor, draft):
    page = place(client, editor, make_file(draft, passage("Long. " * 4000, "1"), passage("Short.", "5")))

    [error] = page.context["placing"].passages[0].non_field_errors()
    assert error.startswith("Recommendation 1, Borsetshire Police: Shorten the text to 20,000 characters")
    assert said() == []


# -- what stands there already


@pytest.fixture
def standing(draft):
    """The answer to 1, finished."""
    return make_response(draft, draft.offered().get(recommendation__number="1"), text="<p>It stands.</p>")


def test_where_something_stands_a_person_says_whether_to_add_below(client, editor, draft, standing):
    page = place(client, editor, make_file(draft))

    [form] = page.context["placing"].passages
    assert form.errors["standing"] == ["Select whether to add passage 1 below the words that stand there"]
    assert form.standing_there == [standing]
    assert "It stands." in page.content.decode()
    assert said() == [("1", "force", "<p>It stands.</p>", "force")]


def test_words_are_added_below_and_reopen_the_answer(client, editor, draft, standing):
    place(client, editor, make_file(draft), standing_1="add")

    assert said() == [("1", "force", "<p>It stands.</p><p>We have begun.</p>", "force")]
    standing.refresh_from_db()
    assert (standing.is_finished, standing.version, standing.position) == (False, 2, "accepted")


def test_what_stands_is_left_as_it_is(client, editor, draft, standing):
    place(client, editor, make_file(draft, passage("One.", "1"), passage("Two.", "5")), standing_1="leave")

    assert [(number, text) for number, _, text, _ in said()] == [("1", "<p>It stands.</p>"), ("5", "<p>Two.</p>")]
    standing.refresh_from_db()
    assert standing.is_finished


@pytest.mark.parametrize(
    ("before", "added", "together"),
    [
        ("force", "force", "force"),
        ("force", "local_policing_body", "joint"),
        ("local_policing_body", "joint", "joint"),
        ("", "force", ""),  # nobody has said whose words stand there
        ("not_stated", "force", ""),
    ],
)
def test_whose_words_they_are_together(client, editor, draft, standing, before, added, together):
    Response.objects.update(voice=before, finished_at=None, finished_by=None)

    place(client, editor, make_file(draft), place_1=f"1 {added}", standing_1="add")

    assert Response.objects.get().voice == together


def test_what_a_colleague_saved_meanwhile_is_shown_and_asked_about_again(client, editor, draft, standing):
    file = make_file(draft)
    data = boxes(open_page(client, editor, file), standing_1="add")
    Response.objects.update(text="<p>Changed.</p>", version=2, changed_by=make_member(draft.body, name="Kim"))

    page = client.post(file.get_absolute_url(), data)

    [form] = page.context["placing"].passages
    assert form.errors["standing"][0].startswith("Kim changed what stands there after you opened the page")
    assert form["standing"].value() is None
    assert said()[0][2] == "<p>Changed.</p>"
    client.post(file.get_absolute_url(), boxes(page, standing_1="add"))
    assert said()[0][2] == "<p>Changed.</p><p>We have begun.</p>"


def test_an_answer_begun_meanwhile_is_not_added_to_unasked(client, editor, draft):
    file = make_file(draft, passage("One.", "1"), passage("Two.", "5"))
    data = boxes(open_page(client, editor, file))
    make_response(draft, draft.offered().get(recommendation__number="1"), text="<p>It stands.</p>")

    page = client.post(file.get_absolute_url(), data)

    assert "standing" in page.context["placing"].passages[0].errors
    assert [text for _, _, text, _ in said()] == ["<p>It stands.</p>"]


def test_both_halves_of_a_double_click_place_once(client, editor, draft):
    file = make_file(draft)
    data = boxes(open_page(client, editor, file))

    answers = [client.post(file.get_absolute_url(), data) for _ in range(2)]

    assert [answer.url for answer in answers] == [draft.get_absolute_url()] * 2
    assert said() == [("1", "force", "<p>We have begun.</p>", "force")]
    assert draft.changes.count() == 1


def test_what_was_placed_before_is_not_proposed_again(client, editor, draft):
    file = make_file(draft)
    place(client, editor, file)

    page = open_page(client, editor, file)

    assert proposed(client, editor, file) == [""]
    assert [form.standing_there for form in page.context["placing"].passages] == [[]]
    assert "These words stand already in Recommendation 1: Borsetshire Police." in page.content.decode()


# -- who may


@pytest.fixture
def part(draft, pcc, editor):
    part = Part(update=draft, body=pcc.oversees)
    part.start(by=editor, at=NOON)
    return part


def test_the_force_s_people_place_into_their_part_alone_and_never_as_the_office(client, officer, draft, part):
    where = reverse("place_part_answers", args=[draft.pk, part.body.slug])
    answer = bring(client, officer, where, as_docx(read_text(ANSWERS)))

    choices = client.get(answer.url).context["placing"].passages[0].fields["place"].choices
    assert [value for _, group in choices[1:] for value, _ in group] == ["1 force", "5 force", "1 joint", "5 joint"]
    placed = place(client, officer, AnswerFile.objects.get())
    assert placed.url == part.get_absolute_url()
    assert [row[:2] for row in said()] == [("1", "force"), ("5", "force")]


def test_the_force_sees_nothing_of_a_file_of_the_office(client, editor, officer, draft, part):
    file = make_file(draft)
    place(client, editor, file)
    client.force_login(officer)

    assert [client.get(reverse(name, args=[file.pk])).status_code for name in ("confirm_answers", "answer_file")] == [
        404
    ] * 2
    page = client.get(reverse("place_part_answers", args=[draft.pk, part.body.slug]))
    assert (list(page.context["files"]), list(page.context["history"])) == ([], [])


def test_a_part_that_is_with_the_office_takes_nothing_from_the_force(client, officer, draft, part):
    file = make_file(draft, body=part.body)
    data = boxes(open_page(client, officer, file))
    part.hand_in(by=officer, at=NOON)

    assert client.post(file.get_absolute_url(), data).status_code == 403
    assert said() == []


def test_a_letter_for_many_bodies_is_written_on_its_own_pages(client):
    npcc = make_national_body()
    recommendation = make_recommendation()
    forces = [make_force(f"{name} Police") for name in ("Ambridge", "Borsetshire", "Felpersham")]
    for body in forces:
        make_addressee(recommendation, body)
    update = make_draft(npcc, speaks_for=forces)
    client.force_login(update.created_by)

    assert client.get(reverse("place_answers", args=[update.pk])).status_code == 403
    assert "Place answers from a document" not in client.get(update.get_absolute_url()).content.decode()


def test_a_draft_is_deleted_with_its_files_and_what_was_placed(client, editor, draft):
    place(client, editor, make_file(draft))

    Update.objects.get(pk=draft.pk).discard()

    assert (AnswerFile.objects.count(), Change.objects.count(), Update.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("passages", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_passage_as_for_three(
    client, editor, draft, passages, django_assert_num_queries
):
    for addressee in list(draft.offered())[:passages]:
        make_response(draft, addressee, text="<p>It stands.</p>")
    file = make_file(draft, *(passage(f"Words {number}.", "1", "5") for number in range(passages)))
    client.force_login(editor)

    with django_assert_num_queries(7):
        client.get(file.get_absolute_url())


# -- in a browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_editor_places_a_force_s_word_file_by_mouse(page, sign_in, faults, tmp_path, editor, draft):
    make_response(draft, draft.offered().get(recommendation__number="1"), text="<p>It stands.</p>", finished_at=None)
    path = tmp_path / "answers.docx"
    path.write_bytes(as_docx(read_text(ANSWERS)))
    sign_in(editor)
    page.goto(draft.get_absolute_url())
    page.get_by_role("link", name="Place answers from a document").click()
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Which document has the answers?").set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Place the passages of answers.docx")).to_be_visible()
    axe(page)
    fits_a_phone(page)

    page.get_by_role("button", name="Place into the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("below the words that stand there")
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Add these below them").check()
    page.get_by_role("button", name="Place into the draft").click()

    expect(page.get_by_text("are in 2 answers, which are not finished until somebody says so")).to_be_visible()
    [first, second] = Response.objects.order_by("addressee__recommendation__order")
    assert first.text.startswith("<p>It stands.</p><p>We accept this.")
    assert (first.voice, second.voice) == (Voice.FORCE, Voice.FORCE)
