"""Words from before they were HTML: drafts are changed to it, the record stays as it was stored."""

import importlib

import pytest
from django.apps import apps

from recommendations.words import plain, to_html
from tests.factories import make_addressee, make_draft, make_force, make_received, make_recommendation, make_response

pytestmark = pytest.mark.django_db
migration = importlib.import_module("responses.migrations.0010_drafts_words_as_html")
OLD = "## Done\n\nWe have:\n\n3. trained *all* staff\n4. met the board\n\n> 90% & <more>"


def two_updates(text):
    """The same text in a draft and on the record: as an answer and as the opening."""
    addressee = make_addressee(make_recommendation(), make_force())
    for make in (make_draft, make_received):
        update = make(addressee.body, addressee.recommendation.super_complaint, opening=text)
        yield update, make_response(update, addressee, text=text)


def texts_of(update, response):
    update.refresh_from_db()
    response.refresh_from_db()
    return {update.opening, response.text}


def test_a_draft_is_changed_to_html_and_the_record_stays_byte_for_byte():
    draft, recorded = two_updates(OLD)

    migration.to_the_stored_form(apps, None)

    assert texts_of(*recorded) == {OLD}
    assert texts_of(*draft) == {
        '<h2>Done</h2><p>We have:</p><ol start="3"><li><p>trained <em>all</em> staff</p></li>'
        "<li><p>met the board</p></li></ol><blockquote><p>90% &amp; &lt;more&gt;</p></blockquote>"
    }
    assert to_html(draft[1].text) == to_html(recorded[1].text)


def test_a_recorded_text_that_begins_with_a_tag_is_still_read_as_it_was_typed():
    typed = "<p>is how they began</p>"
    draft, recorded = two_updates(typed)

    migration.to_the_stored_form(apps, None)

    assert texts_of(*draft) == {"<p>&lt;p&gt;is how they began&lt;/p&gt;</p>"}
    assert texts_of(*recorded) == {f"\n{typed}"}
    assert plain(draft[1].text) == plain(recorded[1].text) == typed


def test_the_change_can_be_taken_back():
    draft, recorded = two_updates(OLD)
    migration.to_the_stored_form(apps, None)

    migration.to_marked_text(apps, None)

    assert (texts_of(*draft), texts_of(*recorded)) == ({OLD}, {OLD})
