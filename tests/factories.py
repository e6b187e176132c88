"""Plain functions that make valid facts. A test names only what it is about."""

import datetime
import hashlib
import itertools

from django.utils import timezone

from accounts.models import Membership, Role, Token, User
from recommendations.dates import DayOrMonth
from recommendations.models import Addressee, Asked, Body, Link, MoreTime, Recommendation, Request, SuperComplaint
from responses.letter.html import draw_letter
from responses.models import Response, Review, SentLetter, Update

PUBLISHED = datetime.date(2020, 12, 17)
DUE = datetime.date(2021, 6, 17)
NOON = datetime.datetime(2021, 6, 1, 12, tzinfo=datetime.UTC)
PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


def make_force(name="Borsetshire Police", **facts):
    return _make_body(name, Body.Kind.FORCE, **facts)


def make_policing_body(force=None, name=None, **facts):
    """A PCC that oversees a force."""
    facts.setdefault("office", Body.Office.PCC)
    name = name or f"Police and Crime Commissioner for {force.name.split()[0] if force else 'Ambridge'}"
    return _make_body(name, Body.Kind.LOCAL_POLICING_BODY, oversees=force, **facts)


def make_national_body(name="National Police Chiefs' Council", **facts):
    return _make_body(name, Body.Kind.NATIONAL_BODY, region=Body.Region.NATIONAL, **facts)


def make_hmicfrs(name="HMICFRS", **facts):
    return _make_body(name, Body.Kind.INSPECTORATE, region=Body.Region.NATIONAL, **facts)


def _make_body(name, kind, **facts):
    facts.setdefault("slug", "".join(letter if letter.isalnum() else "-" for letter in name.lower()))
    facts.setdefault("region", Body.Region.SOUTH_WEST)
    return Body.objects.create(name=name, kind=kind, **facts)


def make_super_complaint(**facts):
    facts = {
        "title": "Safe to share?",
        "slug": "safe-to-share",
        "report_title": "Safe to share? A report",
        "made_by": "Two charities",
        "made_on": datetime.date(2018, 12, 18),
        "published_on": PUBLISHED,
        "response_period": "six_months",
        **facts,
    }
    return SuperComplaint.objects.create(**facts)


def make_recommendation(super_complaint=None, number="1", **facts):
    super_complaint = super_complaint or SuperComplaint.objects.first() or make_super_complaint()
    facts = {
        "order": super_complaint.recommendations.count() + 1,
        "short_title": f"Title of {number}",
        "summary": f"Summary of {number}.",
        **facts,
    }
    return Recommendation.objects.create(super_complaint=super_complaint, number=number, **facts)


def make_addressee(recommendation=None, body=None, **facts):
    recommendation = recommendation or make_recommendation()
    body = body or make_force()
    facts.setdefault("due_on", recommendation.due_on)
    return Addressee.objects.create(recommendation=recommendation, body=body, **facts)


def make_request(addressees, **facts):
    """HMICFRS asked these again, and named no day."""
    addressees = list(addressees)
    report = addressees[0].recommendation.super_complaint
    facts = {"kind": "chaser", "asked_on": datetime.date(2021, 11, 24), "recorded_at": NOON, **facts}
    request = Request.objects.create(super_complaint=report, **facts)
    Asked.objects.bulk_create(Asked(request=request, addressee=addressee) for addressee in addressees)
    return request


def make_more_time(body, super_complaint=None, **facts):
    """A body asked for more time, and nothing is decided."""
    super_complaint = super_complaint or SuperComplaint.objects.first()
    facts = {"asked_on": datetime.date(2021, 6, 1), "reason": "A board meets in July.", "noted_at": NOON, **facts}
    facts["noted_by"] = facts.get("noted_by") or make_liaison()
    return MoreTime.objects.create(super_complaint=super_complaint, body=body, **facts)


def make_link(recommendation, kind="withdrawn", **facts):
    """A recommendation was withdrawn, as some page says."""
    facts = {"source": "Its page 12.", "recorded_at": NOON, **facts}
    facts["recorded_by"] = facts.get("recorded_by") or make_liaison()
    return Link.objects.create(recommendation=recommendation, kind=kind, **facts)


def make_spreadsheet(super_complaint, *, by, **facts):
    """A file of answers that was brought in, in which a row is to be put right."""
    checked = {"read": ["Answers"], "not_read": [], "letters": [], "unchanged": 1, "silent": 0}
    checked |= {"problems": [["Answers", 2, "Words (column H)", "Enter what the letter says.", 0]]}
    facts = {"name": "kept.csv", "content_type": "text/csv", "content": b"Body,Words", "sha256": "0" * 64} | facts
    facts = {"read_json": [], "checked_json": checked, "checked_at": NOON, "brought_at": NOON} | facts
    return super_complaint.spreadsheets.create(brought_by=by, **facts)


def make_user(name=None, *, email=None, **facts):
    number = next(_numbers)
    name = name or f"Person {number}"
    email = email or f"person{number}@example.org"
    return User.objects.create_user(email=email, name=name, password=PASSWORD, **facts)


def make_member(body, role=Role.EDITOR, **facts):
    """A person with one role in one body."""
    user = make_user(**facts)
    Membership.objects.create(user=user, body=body, role=role)
    return user


def make_liaison(**facts):
    hmicfrs = Body.objects.filter(kind=Body.Kind.INSPECTORATE).first() or make_hmicfrs()
    return make_member(hmicfrs, Role.LIAISON, **facts)


def make_draft(body, super_complaint=None, *, speaks_for=None, by=None, **facts):
    """An update being written here by somebody of the body, which lacks nothing around its answers."""
    by = by or make_member(body)
    around = {
        "addressed_to": "HMICFRS",
        "salutation": "Dear Sir",
        "closing": "I shall write again.",
        "complimentary_close": "Yours faithfully",
        "signatory_name": "Lee",
    }
    facts = around | facts
    return _make_update(body, super_complaint, speaks_for, by, origin=Update.Origin.WRITTEN, **facts)


def make_received(body, super_complaint=None, *, received_on=DUE, speaks_for=None, by=None, **facts):
    """A letter received by HMICFRS and recorded."""
    by = by or make_liaison()
    facts = {"dated": received_on, "dated_precision": "day", "recorded_by": by, "recorded_at": NOON, **facts}
    return _make_update(
        body, super_complaint, speaks_for, by, origin=Update.Origin.RECEIVED, received_on=received_on, **facts
    )


def _make_update(body, super_complaint, speaks_for, by, **facts):
    super_complaint = super_complaint or SuperComplaint.objects.first() or make_super_complaint()
    facts = {"created_by": by, "created_at": NOON, "edited_by": by, "edited_at": NOON, **facts}
    update = Update.objects.create(super_complaint=super_complaint, body=body, **facts)
    update.speaks_for.set(speaks_for or [body])
    return update


def make_response(update, addressee, **facts):
    """A finished answer; `finished_at=None` makes it one that is not."""
    facts = {"text": "We have begun.", "position": "accepted", "progress": "in_progress", "voice": "force", **facts}
    if facts.setdefault("finished_at", NOON):
        facts.setdefault("finished_by", update.edited_by)
    return Response.objects.create(update=update, addressee=addressee, **facts)


def make_review(response, **facts):
    facts = {
        "outcome": Review.Outcome.MORE_INFORMATION,
        "reasons": "By when?",
        "reviewed_on": DUE,
        "recorded_at": NOON,
        **facts,
    }
    facts.setdefault("reviewed_by", None)
    facts["reviewed_by"] = facts["reviewed_by"] or make_liaison()
    return Review.objects.create(response=response, **facts)


def make_commitment(response, **facts):
    facts = {"text": "It will be in place by June.", **facts}
    if not facts.keys() & {"target", "target_date", "target_words"}:
        facts["target_date"] = DayOrMonth(DUE)
    if "target" in facts:
        facts.setdefault("target_precision", "day")
    return response.commitments.create(**facts)


def make_revision(commitment, **facts):
    """A later date, given three days after the letter was received."""
    facts = {"reason": "It is late.", "revised_on": datetime.date(2021, 6, 20), "noted_at": NOON, **facts}
    if not facts.keys() & {"target_date", "target_words"}:
        facts["target_date"] = DayOrMonth(datetime.date(2021, 9, 17))
    if "noted_by" not in facts:
        facts["noted_by"] = make_liaison()
    return commitment.revisions.create(**facts)


def send(update, *, by, at=NOON, on=DUE):
    """Send a draft that is signed off, with its letter."""
    update.send(by=by, at=at, on=on, letter=draw_letter(update, at=at, on=on).to_keep())


def send_kept(draft, *, on=DUE, pdf=b"%PDF-1.7\nA letter.\n%%EOF\n", html="<p>As it was sent.</p>"):
    """Sign off and send a draft with a letter that nobody drew: for tests of what becomes of a letter."""
    approver = make_member(draft.body, Role.APPROVER)
    draft.sign_off(by=approver, at=NOON)
    letter = SentLetter(html=html, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())
    draft.send(by=approver, at=NOON, on=on, letter=letter)
    return draft


def make_exporter(**facts):
    """Liaison staff who may take every answer away."""
    person = make_liaison(**facts)
    Membership.objects.create(user=person, body=person.memberships.get().body, role=Role.EXPORTER)
    return person


def make_token(user, *, on=None, days=30, reach=("matrix", "answers", "reviews"), name="A report", report=None):
    """(a token, its secret): of everything for 30 days from today."""
    reached = {f"reaches_{what}": True for what in reach}
    return Token.objects.make(user=user, on=on or timezone.localdate(), days=days, name=name, report=report, **reached)
