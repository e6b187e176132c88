"""Every letter there is, by what people know of it: its reference, where it stands, words in it."""

import re
from html import escape

from django.db import models
from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_noop

from responses.models import Document, Passage, Response, Update


class State(models.TextChoices):
    """What has become of a letter."""

    DRAFT = "draft", gettext_noop("Draft")
    RECORDED = "recorded", gettext_noop("Recorded")
    SENT = "sent", gettext_noop("Sent")
    WITHDRAWN = "withdrawn", gettext_noop("Withdrawn")
    IN_ERROR = "in_error", gettext_noop("Recorded in error")


# The first that holds: what was recorded in error may have been withdrawn before anybody noticed.
RULES = (
    (Q(recorded_at=None), State.DRAFT),
    (Q(in_error_at__isnull=False), State.IN_ERROR),
    (Q(withdrawn_on__isnull=False), State.WITHDRAWN),
    (Q(origin="written"), State.SENT),
)

# However people type "SC1-00012": sc1-12, SC 1 / 12, or only 00012.
REFERENCE = re.compile(r"\s*(?:sc\s*(?P<report>[0-9]{1,9})\s*[-–—/\s]\s*)?(?P<number>[0-9]{1,9})\s*", re.IGNORECASE)
RUN_TOGETHER = re.compile(r"\s*sc\s*(?P<digits>[0-9]{2,18})\s*", re.IGNORECASE)  # SC100012
ELEMENTS = "(<[^<>]*>|[*_])*"  # as they may stand within a phrase, and the light marks of what was kept before
SPACE = r"(\s|<[^<>]*>|[*_])+"


def listed(updates: QuerySet) -> QuerySet:
    """The same updates with `state` and all that a line says: drafts first, then the latest recorded.

    `taken_by` holds what took the place of one, if anything did and counts still.
    """
    state = Case(*(When(rule, then=Value(state)) for rule, state in RULES), default=Value(State.RECORDED))
    updates = updates.annotate(state=state).select_related("super_complaint", "body", "recorded_by", "takes_place_of")
    holding = Update.objects.recorded().filter(in_error_at=None)
    updates = updates.prefetch_related(Prefetch("replacements", holding, to_attr="taken_by"))
    return updates.order_by(F("recorded_at").desc(nulls_first=True), "-edited_at", "-pk")


def referred_to(text: str) -> Q | None:
    """The update that a reference means, however it is typed; None for words that are no reference."""
    if match := REFERENCE.fullmatch(text):
        report = {"super_complaint": int(match["report"])} if match["report"] else {}
        return Q(pk=int(match["number"]), **report)
    if not (match := RUN_TOGETHER.fullmatch(text)):
        return None
    # Nobody can tell where the report ends and the number begins; nearly always one of these exists.
    digits = match["digits"]
    splits = [(digits[:place], digits[place:]) for place in range(1, len(digits))]
    return Q.create(
        [Q(super_complaint=int(report), pk=int(number)) for report, number in splits if len(report) < 10],
        connector=Q.OR,
    )


def _in_words(name: str, text: str) -> Q:
    """Whether words hold a text, and not only the elements that they are written in: "table" is one.

    A phrase is found although a part of it is bold, or a link: what stands between two of its words may be elements."""
    # The second as it was written before words were HTML.
    ways = []
    for written in dict.fromkeys([escape(text, quote=False), text]):
        # The regular expression alone would say it; the words alone are much quicker, and rule out nearly all.
        holds = Q.create([Q(**{f"{name}__icontains": word}) for word in re.findall(r"[^\W_]+", written)])
        # No part of a phrase is a mark: what stands between two parts is read in one way alone, and so in no time.
        parts = filter(None, (re.findall(r"[^\W_]+|[^\w\s*]", word) for word in written.split()))
        phrase = SPACE.join(ELEMENTS.join(map(re.escape, part)) for part in parts)
        ways.append(holds & Q(**{f"{name}__iregex": f"(^|>)[^<>]*{phrase or re.escape(written)}"}))
    return Q.create(ways, connector=Q.OR)


def saying(text: str) -> Q:
    """Updates that say something: in the letter, around it, or in the names of its files."""
    facts = ("body__name", "signatory_name", "agreed_by", "note")
    parts = [Q(**{f"{fact}__icontains": text}) for fact in facts]
    parts += [_in_words(passage, text) for passage in ("opening", "chief_officer_comments", "closing")]
    within = [
        Response.objects.filter(_in_words("text", text)),
        Passage.objects.filter(text__icontains=text),
        Document.objects.filter(name__icontains=text),
    ]
    # In subqueries, since a join would list an update once for each of its answers.
    parts += [Q(pk__in=found.order_by().values("update")) for found in within]
    return Q.create([*parts, *filter(None, [referred_to(text)])], connector=Q.OR)
