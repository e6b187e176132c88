"""What the letter to each body says: the liaison's words, with what is known of that body in their gaps."""

import datetime
from collections.abc import Iterable

from recommendations.days import in_words
from recommendations.models import Body, SuperComplaint, who_answers_for
from responses.desk.chase import Chased, Owed
from responses.desk.gaps import filled
from responses.models import Chase, ChaserLetter

# A draft of facts alone, to be edited: who writes greets and signs in their own words.
SUBJECT = "{report}: answers still to come from {body}"
WORDS = """The report on “{report}” was published on {published}. It makes recommendations to {body}.

As at {today}, this is not answered on the record:

{recommendations}

An answer is asked for by {answer_by}.

An answer may come from {who_may_answer}.
"""


def written(chase: Chase, found: Iterable[Chased]) -> list[tuple[ChaserLetter, list[Owed]]]:
    """A letter for each body that owes anything, not stored yet, with what it asks for. One query."""
    who_may_answer = _who_may_answer(chase.dated)
    letters = []
    for each in found:
        facts = _facts(chase, each, who_may_answer(each.body))
        letter = ChaserLetter(
            chase=chase,
            body=each.body,
            office=each.office,
            subject=filled(chase.subject, facts)[:500],
            words=filled(chase.words, facts),
            recipients=recipients_of(each),
        )
        letters.append((letter, each.owed))
    return letters


def recipients_of(each: Chased) -> list[list[str]]:
    return sorted([contact.name, contact.email] for contact in each.contacts)


def _facts(chase: Chase, each: Chased, who_may_answer: list[str]) -> dict[str, str]:
    report: SuperComplaint = chase.super_complaint
    return {
        "body": each.body.name,
        "report": report.title,
        "published": in_words(report.published_on),
        "recommendations": "\n".join(map(_line, each.owed)),
        "due": _listed([in_words(day) for day in each.due], "and") or "no named day",
        "today": in_words(chase.dated),
        "answer_by": in_words(chase.answer_by) if chase.answer_by else "",
        "who_may_answer": _listed(who_may_answer, "or"),
    }


def _line(owed: Owed) -> str:
    """ "- 4. Share the policy: asked again on 24 November 2021, due 17 June 2021, no answer"."""
    parts = [f"asked again on {in_words(owed.asked_on)}"] if owed.asked_on else []
    parts += [f"due {in_words(owed.due_on)}"] if owed.due_on else []
    parts.append(owed.missing)
    return f"- {owed.recommendation.number}. {owed.recommendation.short_title}: {', '.join(parts)}"


def _listed(names: list[str], word: str) -> str:
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _who_may_answer(on: datetime.date):
    """For a body as at a day, the names of those that may answer for it and have not ended: itself first."""
    bodies = {body.pk: body for body in Body.objects.only("name", "succeeded_by", "oversees", "ended_on")}
    answers_for = who_answers_for((it.pk, it.succeeded_by_id, it.oversees_id) for it in bodies.values())
    ended = {pk for pk, body in bodies.items() if body.ended_on and body.ended_on <= on}

    def names(body: Body) -> list[str]:
        found = [pk for pk in bodies if body.pk in answers_for(pk) and pk not in ended]
        return [bodies[pk].name for pk in sorted(found, key=lambda pk: (pk != body.pk, bodies[pk].name))]

    return names
