"""Search: every word of every answer, letter, passage and review, for whoever may read it, and for nobody else."""

import datetime
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from responses.models import Passage, Piece, Response, Update
from responses.searching import kept
from responses.searching.asked import Asked
from responses.searching.folding import folded
from responses.searching.snippets import END, START, snippet
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_hmicfrs,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
    send_kept,
)

pytestmark = pytest.mark.django_db
LATER, HOUR = datetime.date(2021, 9, 1), datetime.timedelta(hours=1)


@pytest.fixture
def force():
    return make_force()


@pytest.fixture
def report():
    return make_super_complaint()


@pytest.fixture
def addressee(force, report):
    return make_addressee(make_recommendation(report), force)


@pytest.fixture
def letter(force, report):
    return make_received(force, report)


def found(text, pieces=None) -> list[Piece]:
    pieces = Piece.objects.all() if pieces is None else pieces
    by_id = Piece.objects.in_bulk(ids := pieces.newest_saying(Asked.of(text), 1000))
    return [by_id[pk] for pk in ids]


def texts(text, pieces=None) -> list[str]:
    return [piece.text for piece in found(text, pieces)]


# -- which words are found


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("train", True),  # any form of an English word
        ("TRAINED officer", True),  # in any order, with capitals or without
        ("officers trained", True),
        ('"trained every officer"', True),
        ("“trained every officer”", True),
        ("«trained every officer»", True),
        ('"officer trained"', False),
        ('"every officer" domestic', True),
        ("multi-agency", True),  # a word with a sign in it is a phrase
        ("multi agency", True),
        ("agency-multi", False),
        ("cafe", True),
        ("CAFÉ", True),
        ("force’s", True),
        ("force's", True),
        ("CO2", True),  # an element within a word does not part it
        ("panel terms", True),  # and one between blocks does
        ("panelterms", False),
        ("stop & search", True),
        ("R&D", True),
        ("R amp D", False),
        ("<6 months", True),
        ("table", False),  # what words are written in is none of them
        ("strong", False),
        ("href", False),
        ("the", True),  # no word is too common
        ('"in the café"', True),
        ("in not café", False),  # "not" is a word
        ("trained xyzzy", False),
        ("train*", True),
        ("trai*", False),
        ("20.5", True),
        ("20 5", True),
        ("college of policing", True),  # whom it awaits
    ],
)
def test_an_answer_is_found_by_its_words(letter, addressee, asked, is_found):
    words = "<table><tbody><tr><td><p>We <strong>trained every</strong> officer: domestic &amp; other abuse</p></td>"
    words += (
        "<td><p>panel</p></td><td><p>terms</p></td></tr></tbody></table><p>The force’s multi-agency work in the café,"
    )
    words += (
        ' CO<sub>2</sub>, stop &amp; search, R &amp; D, &lt;6 months, 20.5%, <a href="https://x.example/">link</a>.</p>'
    )
    awaits = {"progress": "awaiting_others", "awaiting": "College of Policing guidance"}
    answer = make_response(letter, addressee, text=words, **awaits)

    assert [piece.response for piece in found(asked)] == ([answer] if is_found else [])


def test_words_typed_without_an_editor_are_found_as_they_were_typed(letter, addressee):
    make_response(letter, addressee, text="We have **begun** a <review> of a < b.")

    assert [len(found(asked)) for asked in ("begun a review", "review", "strong")] == [1, 1, 0]


def test_welsh_is_found_as_it_is_written_and_without_its_accents(force, report, addressee):
    draft = make_draft(force, report, language="beside", welsh_opening="<p>Diolch am eich llythyr, tŷ bach twt.</p>")
    make_response(draft, addressee, text="<p>Support for victims</p>", welsh_text="<p>Lles dioddefwyr</p>")

    assert texts("ty bach") == texts("TŶ") == ["Diolch am eich llythyr, tŷ bach twt."]
    assert [(piece.what, piece.language) for piece in found("lles")] == [("answer", "cy")]
    assert texts("lle") == []  # Welsh has no English endings to take off
    assert texts("supporting victim") == ["Support for victims"]


def test_a_letter_in_welsh_is_welsh(force, report, addressee):
    draft = make_draft(force, report, language="en", opening="Lles")
    make_response(draft, addressee, text="Lles")
    assert len(found("lle")) == 2

    draft.language = "cy"
    draft.save()

    assert (len(found("lle")), len(found("lles"))) == (0, 2)


SIGNS = [
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "*",
    "^",
    ":",
    "(",
    ")",
    "-",
    '"',
    "'",
    "\\",
    "&",
    "|",
    "!",
    "<->",
    "text:",
    "%",
    "\0",
]


@pytest.mark.parametrize(
    "typed", [*SIGNS, 'AND OR NOT * ^ : ( ) - " NEAR', 'NEAR("a" "b", 2)', "'''", '"', '""', "a:*", "!a"]
)
def test_nothing_that_is_typed_has_a_wrong_form(letter, typed):
    assert isinstance(found(typed), list)


def test_words_that_mean_something_to_a_database_are_words(force, report):
    make_received(force, report, opening="Either near or and not.")
    make_received(force, report, opening="Nothing of it.")

    assert [texts(word) for word in ("NEAR", "and OR not", "not*", "AND xyzzy")] == [
        *[["Either near or and not."]] * 3,
        [],
    ]


@given(typed=st.text(max_size=200))
def test_any_text_at_all_is_words(typed):
    Asked.of(typed)
    parts = [word for part in Asked.of(typed).parts for word in part.words]
    assert all(word and not set(word) & set("\"'*^:()-&|!<>\\ ") for word in parts)


@pytest.mark.django_db
def test_hundreds_of_texts_are_searched_for_without_a_complaint(letter):
    @given(typed=st.text(alphabet=st.sampled_from("aé1 \"“'*^:()-&|!<>\\\n²ßÅﬁ한Ω️"), max_size=60))
    def asked(typed):
        found(typed)

    asked()


def test_one_character_stays_one():
    text = "Tŷ Gwyn’s (multi–agency) İß…"

    assert folded(text)[:26] == "ty gwyn s  multi agency  i"
    assert len(folded(text)) == len(text)


# -- what there is to find


def everything(letter, addressee):
    answer = make_response(letter, addressee, text="<p>Secret answer</p>")
    passage = Passage.objects.create(
        update=letter, order=1, kind="general", voice="force", page=1, text="Secret passage"
    )
    review = make_review(answer, reasons="Secret review")
    Update.objects.filter(pk=letter.pk).update(closing="Secret closing")
    return answer, passage, review


def test_answers_letters_passages_and_reviews_are_found(letter, addressee):
    answer, passage, review = everything(letter, addressee)

    assert {(it.what, it.update, it.response, it.passage, it.review) for it in found("secret")} == {
        ("answer", letter, answer, None, None),
        ("letter", letter, None, None, None),
        ("passage", letter, None, passage, None),
        ("review", letter, answer, None, review),
    }


def test_every_word_of_a_covering_letter_is_found(force, report):
    facts = {"addressed_to": "Alpha", "our_reference": "Beta", "your_reference": "Gamma", "subject": "Delta"}
    facts |= {"salutation": "Epsilon", "opening": "<p>Zeta</p>", "chief_officer_comments": "Eta", "closing": "Theta"}
    facts |= {"complimentary_close": "Iota", "signatory_name": "Kappa", "signatory_title": "Lambda", "agreed_by": "Mu"}
    facts |= {"copies_to": "Nu", "enclosures": "Xi", "note": "Omega"}
    make_received(force, report, **facts)

    words = [strip_tags(word) for word in facts.values()]
    assert [len(found(word)) for word in words] == [1] * 14 + [0]


def test_what_is_written_by_whatever_way_is_found_at_once_and_what_is_gone_is_not(letter, addressee):
    answer = make_response(letter, addressee, text="One", finished_at=None)
    assert (texts("one"), texts("two")) == (["One"], [])

    Response.objects.filter(pk=answer.pk).update(text="Two")
    assert (texts("one"), texts("two")) == ([], ["Two"])

    with connection.cursor() as cursor:
        cursor.execute("UPDATE responses_response SET text = 'Three'")
    assert (texts("two"), texts("three")) == ([], ["Three"])

    Response.objects.bulk_update([Response(pk=answer.pk, text="")], ["text"])
    assert (texts("three"), Piece.objects.filter(what="answer").count()) == ([], 0)

    answer.text = "Four"
    answer.save()
    answer.delete()
    assert (texts("four"), Piece.objects.filter(what="answer").count()) == ([], 0)


def test_a_draft_that_is_discarded_leaves_nothing_to_find(force, report, addressee):
    draft = make_draft(force, report)
    make_response(draft, addressee, text="Secret")
    Passage.objects.create(update=draft, order=1, kind="general", voice="force", page=1, text="Secret")

    draft.discard()

    assert Piece.objects.count() == 0


def test_what_was_recorded_last_has_the_latest_pieces_whenever_it_was_begun(force, report, addressee):
    first = make_draft(force, report, dated=DUE, dated_precision="day")
    make_response(first, addressee, text="Word")
    second = make_received(make_force("Felpersham Police"), report, opening="Word")
    assert [it.update for it in Piece.objects.filter(text="Word").order_by("-pk")] == [second, first]

    send_kept(first)

    assert [it.update for it in Piece.objects.filter(text="Word").order_by("-pk")] == [first, second]


def test_the_latest_received_come_first_and_drafts_before_all(force, report):
    early = make_received(force, report, opening="Word", received_on=DUE)
    late = make_received(force, report, opening="Word", received_on=LATER)
    older = make_received(force, report, opening="Word", received_on=DUE)
    draft = make_draft(force, report, opening="Word")

    assert [piece.update for piece in found("word")] == [draft, late, older, early]
    assert len(Piece.objects.newest_saying(Asked.of("word"), 2)) == 2


# -- kept in step


def test_no_trigger_is_missing_and_a_check_says_which_are():
    assert (kept.missing(), kept.check_triggers(None, ["default"])) == (set(), [])

    kept.remove()

    [warning] = kept.check_triggers(None, ["default"])
    assert "responses_piece_of_answer_changed" in warning.msg


def test_what_was_written_while_a_trigger_was_gone_is_found_once_it_is_back(letter, addressee):
    make_response(letter, addressee, text="Before")
    connection.check_constraints()  # PostgreSQL changes no table while some are to be checked
    kept.remove()
    Response.objects.update(text="Meanwhile")
    connection.check_constraints()
    assert texts("meanwhile") == []

    kept.after_migrations(None, "default")

    assert (texts("meanwhile"), texts("before"), kept.missing()) == (["Meanwhile"], [], set())


def test_what_a_trigger_of_an_older_version_left_out_is_found_after_the_next_migration(monkeypatch, letter, addressee):
    connection.check_constraints()
    today, old = kept.SOURCES, replace(kept.ANSWERS, texts=(("'en'", ("awaiting",)),))
    monkeypatch.setattr(kept, "SOURCES", (kept.LETTERS, old, kept.PASSAGES, kept.REVIEWS))
    kept.remove()
    kept.install()
    make_response(letter, addressee, text="Meanwhile")
    connection.check_constraints()
    monkeypatch.setattr(kept, "SOURCES", today)
    assert (texts("meanwhile"), "responses_piece_of_answer_added" in kept.missing()) == ([], True)

    kept.after_migrations(None, "default")

    assert (texts("meanwhile"), kept.missing()) == (["Meanwhile"], set())


def test_pieces_made_anew_are_in_the_order_in_which_their_letters_were_recorded(force, report, addressee):
    first, second = (make_received(force, report, opening="Word", recorded_at=at) for at in (NOON, NOON + HOUR))
    draft = make_draft(force, report, opening="Word")
    make_response(second, addressee, text="Word")
    make_response(first, addressee, text="Word")
    connection.check_constraints()
    kept.remove()

    kept.install()

    assert [piece.update for piece in Piece.objects.order_by("pk")] == [first, first, second, second, draft]


def test_a_migration_that_has_nothing_to_do_leaves_all_as_it_is(letter, addressee):
    make_response(letter, addressee, text="Word")
    [before] = found("word")

    call_command("migrate", verbosity=0)

    assert found("word") == [before]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_made_anew_loses_no_piece():
    force, report = make_force(), make_super_complaint()
    answer = make_response(
        make_received(force, report), make_addressee(make_recommendation(report), force), text="Word"
    )
    kept.before_migrations(None, "default", [("a migration", True)])
    field = Response._meta.get_field("voice")
    wider = field.clone()
    wider.max_length = 30
    wider.set_attributes_from_name("voice")
    wider.model = Response

    with connection.schema_editor() as editor:
        editor.alter_field(Response, field, wider)
    kept.after_migrations(None, "default")
    Response.objects.filter(pk=answer.pk).update(text="Another")

    assert (texts("another"), texts("word"), kept.missing()) == (["Another"], [], set())
    with connection.schema_editor() as editor:
        kept.remove()
        editor.alter_field(Response, wider, field)
    kept.install()


def test_every_text_of_an_answer_a_letter_a_passage_and_a_review_is_searched():
    """A new field of words is named in responses/searching/kept.py, or here with the reason why nobody looks for it."""
    not_searched = {
        *("note", "withdrawn_reason", "in_error_reason"),  # what is said about a letter, not by it
        "evidence_link",
    }
    searched = {column for source in kept.SOURCES for column in source.columns}
    models = [apps.get_model("responses", name) for name in ("Response", "Update", "Passage", "Review")]
    texts = {
        field.name
        for model in models
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"TextField", "CharField", "URLField"} and not field.choices
    }

    assert texts - searched - not_searched == {"sent_back_comment"} & texts
    assert searched - texts == set()


# -- who may read it


@pytest.fixture
def world(force, report, addressee):
    """Texts of all kinds of one force, and who they are for."""
    other = make_force("Felpersham Police")
    theirs = make_addressee(addressee.recommendation, other)
    npcc = make_national_body()
    for_all = make_received(npcc, report, speaks_for=[force, other], opening="Secret for all")
    asked = make_response(for_all, addressee, text="Secret for one")
    make_review(asked, reasons="Secret review of one")
    make_review(make_response(for_all, theirs, text="Secret for other"), reasons="Secret review of other")
    own = make_received(force, report, opening="Secret own")
    make_response(own, addressee, text="Secret own answer")
    Passage.objects.create(update=own, order=1, kind="general", voice="force", page=1, text="Secret own passage")
    errors = {"in_error_by": make_liaison(), "in_error_at": NOON, "in_error_reason": "Another's."}
    wrong = make_received(force, report, opening="Secret error", **errors)
    make_review(make_response(wrong, addressee, text="Secret answer in error"), reasons="Secret review in error")
    draft = make_draft(force, report, opening="Secret draft")
    make_response(draft, addressee, text="Secret draft answer")
    make_received(other, report, recorded_by=None, recorded_at=None, opening="Secret being recorded")
    return {"force": force, "other": other, "npcc": npcc}


FOR_ALL = {"Secret for all", "Secret for one", "Secret for other"}
OWN = {"Secret own", "Secret own answer", "Secret own passage"}
REVIEWS = {"Secret review of one", "Secret review of other"}
DRAFT = {"Secret draft", "Secret draft answer"}
ERROR = {"Secret error", "Secret answer in error", "Secret review in error"}
READ_BY = {
    "an editor of the force": (lambda it: make_member(it["force"]), FOR_ALL | OWN | DRAFT | {"Secret review of one"}),
    "who oversees it": (
        lambda it: make_member(make_policing_body(it["force"])),
        FOR_ALL | OWN | DRAFT | {"Secret review of one"},
    ),
    "an approver of another": (
        lambda it: make_member(it["other"], Role.APPROVER),
        FOR_ALL | {"Secret review of other"},
    ),
    "the body whose letter it is": (lambda it: make_member(it["npcc"]), FOR_ALL | REVIEWS),
    "nobody's": (lambda it: make_member(make_force("Loamshire Police")), set()),
    "a reader": (lambda it: make_member(make_hmicfrs("IOPC", slug="iopc"), Role.READER), FOR_ALL | OWN | REVIEWS),
    "liaison": (lambda it: make_liaison(), FOR_ALL | OWN | REVIEWS | ERROR | {"Secret being recorded"}),
    "an administrator": (lambda it: make_member(make_force("Wessex"), is_staff=True), set()),
}


@pytest.mark.parametrize("who", READ_BY)
def test_a_person_finds_what_they_may_read_and_nothing_else(client, world, who):
    make, reads = READ_BY[who]
    user = make(world)

    assert _begun(texts("secret", Piece.objects.visible_to(user))) == reads
    client.force_login(user)
    page = client.get("/search/?q=secret+secret")
    shown = {hit.piece.text for hit in page.context["hits"]}
    assert _begun(shown) == reads
    assert page.context["count"] == str(len(reads))
    leaks = ["<mark>Secret</mark> error", "<mark>Secret</mark> draft"]
    assert [leak in page.text for leak in leaks] == ["Secret error" in reads, "Secret draft" in reads]


def _begun(texts) -> set[str]:
    """The words that begin with "Secret" in each."""
    return {text[text.index("Secret") :].partition(" I shall")[0].strip() for text in texts}


def test_where_nothing_is_found_no_count_tells_of_what_somebody_may_not_read(client, world):
    client.force_login(make_member(make_force("Loamshire Police")))

    page = client.get("/search/?q=secret+error")

    assert [(it["part"].typed, it["found"]) for it in page.context["alone"]] == [("secret", 0), ("error", 0)]


def test_no_hit_leads_to_a_page_that_refuses_its_reader(client, world):
    for make, reads in READ_BY.values():
        client.force_login(make(world))
        hits = client.get("/search/?q=secret").context["hits"]
        assert len(hits) == len(reads)
        assert {client.get(hit.href).status_code for hit in hits} <= {200}
        client.logout()


# -- the page


def search(client, **asked):
    return client.get("/search/", asked)


def test_a_hit_says_what_it_is_whose_and_when_and_leads_to_the_very_place(client, letter, addressee):
    answer, *_ = everything(letter, addressee)
    client.force_login(make_liaison())

    page = search(client, q="secret")

    cell = addressee.get_absolute_url()
    assert {(hit.piece.what, hit.name, hit.href) for hit in page.context["hits"]} == {
        ("answer", "Recommendation 1: Borsetshire Police", f"{cell}#response-{answer.pk}"),
        ("review", "Recommendation 1: Borsetshire Police", f"{cell}#response-{answer.pk}"),
        ("letter", "Letter from Borsetshire Police", letter.get_absolute_url()),
        ("passage", "Letter from Borsetshire Police", f"{reverse('as_received', args=[letter.pk])}#passage-1"),
    }
    assert f"{letter.reference}</span>, received 17 June 2021" in page.text
    assert "<mark>Secret</mark> answer" in page.text
    assert f'id="response-{answer.pk}"' in client.get(cell).text


def test_a_word_in_another_form_is_marked_and_everything_else_is_escaped(client, letter, addressee):
    make_response(
        letter, addressee, text="<p>We are reviewing &lt;script&gt;alert(1)&lt;/script&gt; the Tŷ Gwyn’s plan</p>"
    )
    client.force_login(make_liaison())

    page = search(client, q="review ty")

    [hit] = page.context["hits"]
    assert hit.snippet == (
        "We are <mark>reviewing</mark> &lt;script&gt;alert(1)&lt;/script&gt; the <mark>Tŷ</mark> Gwyn’s plan"
    )
    assert "<script>alert" not in page.text


def test_a_phrase_is_marked_as_one_and_its_words_elsewhere_are_not(client, letter, addressee):
    make_response(letter, addressee, text="Abuse of trust. We trained on domestic abuse, and on training in abuse.")
    client.force_login(make_liaison())

    assert [hit.snippet for hit in search(client, q="“domestic abuse”").context["hits"]] == [
        "Abuse of trust. We trained on <mark>domestic abuse</mark>, and on training in abuse."
    ]


def test_a_snippet_is_the_part_with_most_of_what_was_found_in_whole_words():
    words = " ".join(f"word{number}" for number in range(200))
    marked = words.replace("word3 ", f"{START}word3{END} ")
    marked = marked.replace("word150 word151", f"{START}word150{END} {START}word151{END}")

    shown = snippet(marked)

    assert shown.startswith("… word")
    assert shown.endswith(" …")
    assert "<mark>word150</mark> <mark>word151</mark>" in shown
    assert len(shown) < 330
    assert all(word.strip("…") in f"<mark>{words}</mark>" or "mark" in word for word in shown.split())


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", ""),
        (f"{START}a{END}", "<mark>a</mark>"),
        ("<b>&", "&lt;b&gt;&amp;"),
        (f"## A title\n- {START}one{END}\n**bold**", "A title <mark>one</mark> bold"),
        (f"{'x' * 999}{START}a{END}{'y' * 999}", None),
    ],
)
def test_a_snippet_of_anything_is_safe(words, shown):
    assert snippet(words) == shown if shown is not None else "<mark>a</mark>" in snippet(words)


OF_FORCES = {"Word of Felpersham", "Word for Borset", "Word in the second", "Word of Borset", "Word asked"}


@pytest.mark.parametrize(
    ("asked", "reads"),
    [
        ({"report": "second"}, {"Word in the second"}),
        ({"body": "Felpersham Police"}, OF_FORCES - {"Word of Borset"}),
        ({"body": "Borsetshire Police"}, {"Word for Borset", "Word of Borset", "Word asked"}),
        ({"kind": "local_policing_body"}, set()),
        ({"kind": "force"}, OF_FORCES),
        ({"what": "review"}, {"Word asked"}),
        ({"what": "answer"}, {"Word for Borset"}),
        ({"voice": "force"}, {"Word for Borset"}),
        ({"voice": "joint"}, set()),
        ({"since": "2021-06-18"}, {"Word in the second"}),
        ({"until": "17/6/2021"}, {"Word of Felpersham", "Word for Borset", "Word of Borset", "Word asked"}),
    ],
)
def test_filters_leave_what_fits(client, force, report, addressee, asked, reads):
    other, second = make_force("Felpersham Police"), make_super_complaint(title="Second", slug="second")
    answer = make_response(
        make_received(other, report, opening="Word of Felpersham"), addressee, text="Word for Borset"
    )
    make_review(answer, reasons="Word asked")
    make_received(other, second, opening="Word in the second", received_on=LATER)
    make_received(force, report, opening="Word of Borset")
    client.force_login(make_liaison())

    page = search(client, q="word", **asked)

    assert page.context["form"].errors == {}
    assert {hit.piece.text for hit in page.context["hits"]} == reads
    assert "Not everything is searched." in page.text


def test_wrong_filters_are_told_and_count_as_none(client, letter, addressee):
    make_response(letter, addressee, text="Word")
    client.force_login(make_liaison())
    wrong = {"report": "none", "body": "Nobody", "kind": "x", "what": "x", "voice": "x", "since": "31 June 2021"}

    page = search(client, q="word", until="x", page="-1", **wrong)

    assert page.context["form"].errors == {
        "report": ["Select a super-complaint that is in the list"],
        "body": ["Enter the name of a body in the list: “Nobody” is not there"],
        "kind": ["Select a kind of body that is in the list"],
        "what": ["Select an answer that is in the list"],
        "voice": ["Select a voice that is in the list"],
        "since": ["First day must be a real date, such as 2021-06-17"],
        "until": ["Last day must be a real date, such as 2021-06-17"],
    }
    assert [hit.piece.text for hit in page.context["hits"]] == ["Word"]
    assert search(client, q="word", since="2021-06-18", until="2021-06-17").context["form"].errors == {
        "until": ["Last day must be the same as or after the first day"]
    }


def test_a_search_that_is_too_long_is_told_so_and_kept(client):
    client.force_login(make_liaison())

    page = search(client, q="x" * 10_000, report="")

    assert page.context["form"].errors == {"q": ["Shorten this to 200 characters: it has 10000"]}
    assert "x" * 10_000 in page.text


def test_what_is_found_in_parts_is_told_by_part(client, letter, addressee):
    make_response(letter, addressee, text="Domestic abuse, and police")
    client.force_login(make_liaison())

    page = search(client, q='"domestic abuse" xyzzy')

    assert [(it["part"].typed, it["found"], it["query"]) for it in page.context["alone"]] == [
        ("domestic abuse", 1, "q=%22domestic+abuse%22&"),
        ("xyzzy", 0, "q=%22domestic+abuse%22&"),
    ]
    assert "Look without “xyzzy”" in page.text


def test_twenty_are_on_a_page_and_many_are_counted_honestly(client, force, report, monkeypatch):
    by = make_liaison()
    for _ in range(25):
        make_received(force, report, by=by, opening="Word")
    client.force_login(by)

    first, second = search(client, q="word", what="letter"), search(client, q="word", page=2)

    assert (len(first.context["hits"]), len(second.context["hits"]), first.context["count"]) == (20, 5, "25")
    assert 'href="?q=word&amp;what=letter&amp;page=2"' in first.text
    monkeypatch.setattr("responses.views.register.MOST", 20)
    many = search(client, q="word")
    assert (many.context["count"], many.context["is_more"]) == ("more than 20", True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_takes_as_many_queries_for_three_as_for_one(
    client, force, report, addressee, count, django_assert_num_queries
):
    for _ in range(count):
        everything(make_received(force, report), addressee)
    client.force_login(make_liaison())

    marks_in_sql = connection.vendor == "postgresql"  # SQLite marks what was found in an index of its own
    with django_assert_num_queries(15 if marks_in_sql else 14):
        assert len(search(client, q="secret").context["hits"]) == 4 * count


def test_a_search_and_its_filters_work_with_a_keyboard_on_a_phone(page, sign_in, letter, addressee):
    everything(letter, addressee)
    sign_in(make_liaison())
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto("/search/?q=secret&voice=force")
    axe(page)
    fits_a_phone(page)
    page.locator("#id_q").fill("“secret answer”")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=%E2%80%9C*")
    assert page.locator("mark").all_text_contents() == ["Secret answer"]
    page.goto("/search/?q=secret+xyzzy")
    axe(page)
    fits_a_phone(page)
