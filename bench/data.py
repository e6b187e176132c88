"""A super-complaint of any size, with everything a real one has: joint letters, late ones, silences, reviews."""

import datetime

from accounts.models import Membership, Role, User
from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from responses.models import Response, Review, Update

PUBLISHED = datetime.date(2020, 12, 17)
DUE = datetime.date(2021, 6, 17)
AS_AT = datetime.date(2025, 6, 17)
NOON = datetime.datetime(2021, 1, 1, 12, tzinfo=datetime.UTC)
REGIONS = [region for region in Body.Region.values if region != Body.Region.NATIONAL]
PROGRESS = ["in_progress", "complete", "awaiting_others", "not_started", "not_stated"]
POSITIONS = ["accepted", "accepted", "accepted_in_part", "not_accepted", "not_stated"]
WORDS = (
    "The force has reviewed its policy with local specialist organisations, and **trains** every officer in it. " * 10
)


def make_liaison() -> User:
    inspectorate = Body.objects.create(name="HMICFRS", slug="hmicfrs", kind="inspectorate", region="national")
    liaison = User.objects.create_user("liaison@example.org", "A liaison officer")
    Membership.objects.create(user=liaison, body=inspectorate, role=Role.LIAISON)
    return liaison


def make_bodies(areas: int) -> list[Body]:
    """A force and the commissioner who oversees it, for each area."""
    bodies = []
    for number in range(1, areas + 1):
        region = REGIONS[number % len(REGIONS)]
        name = f"Area {number} of the Country"
        force = Body(name=f"{name} Police", slug=f"area-{number}-of-the-country-police", kind="force", region=region)
        force.save()
        bodies += [
            force,
            Body.objects.create(
                name=f"Police and Crime Commissioner for {name}",
                slug=f"police-and-crime-commissioner-for-area-{number}-of-the-country",
                kind="local_policing_body",
                office="pcc",
                region=region,
                oversees=force,
            ),
        ]
    return bodies


def make_super_complaint(slug: str, bodies: list[Body], recommendations: int) -> SuperComplaint:
    """One that addresses every recommendation to every body; the last is met by an update."""
    super_complaint = SuperComplaint.objects.create(
        title=slug,
        slug=slug,
        report_title=slug,
        made_by="Somebody",
        published_on=PUBLISHED,
        response_period="six_months",
    )
    for order in range(1, recommendations + 1):
        recommendation = Recommendation.objects.create(
            super_complaint=super_complaint,
            number=str(order),
            order=order,
            short_title=f"Title of {order}",
            summary="Something.",
            met_by_update=order == recommendations,
        )
        Addressee.objects.bulk_create(
            Addressee(recommendation=recommendation, body=body, due_on=DUE) for body in bodies
        )
    return super_complaint


def make_updates(super_complaint: SuperComplaint, bodies: list[Body], updates: int, by: User) -> None:
    """Each body's letters, half a year apart. One body in eight is silent; one answer in nine is left out."""
    addressees = {body.pk: [] for body in bodies}
    for addressee in Addressee.objects.filter(recommendation__super_complaint=super_complaint):
        addressees[addressee.body_id].append(addressee)
    person_and_moment = {"created_by": by, "created_at": NOON, "edited_by": by, "edited_at": NOON}
    for turn in range(updates):
        for number, body in enumerate(bodies):
            if number % 8 == 7:
                continue
            received_on = DUE + datetime.timedelta(days=182 * turn + number % 40 - 30)
            update = Update.objects.create(
                super_complaint=super_complaint,
                body=bodies[number ^ 1] if number % 6 == 0 else body,  # a force's answer in its commissioner's letter
                origin="received",
                dated=received_on.replace(day=1),
                dated_precision="month" if number % 5 == 0 else "day",
                received_on=received_on,
                recorded_by=by,
                recorded_at=NOON,
                **person_and_moment,
            )
            update.speaks_for.add(body)
            answered = [addressee for addressee in addressees[body.pk] if (number + addressee.pk) % 9]
            Response.objects.bulk_create(response(update, addressee, turn) for addressee in answered)
    Review.objects.bulk_create(
        Review(
            response=response,
            outcome=Review.Outcome.values[response.pk % 2],
            reasons="By when?",
            reviewed_by=by,
            reviewed_on=response.update.received_on,
            recorded_at=NOON,
        )
        for response in Response.objects.filter(update__super_complaint=super_complaint).select_related("update")
        if response.pk % 5 == 0
    )


def response(update: Update, addressee: Addressee, turn: int) -> Response:
    progress = PROGRESS[(addressee.pk + turn) % len(PROGRESS)]
    return Response(
        update=update,
        addressee=addressee,
        progress=progress,
        position=POSITIONS[addressee.pk % len(POSITIONS)],
        awaiting="College of Policing guidance" if progress == "awaiting_others" else "",
        text=WORDS,
        voice="force",
        finished_by_id=update.edited_by_id,
        finished_at=NOON,
    )
