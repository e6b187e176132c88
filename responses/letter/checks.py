"""What stands against a letter before it is printed and sent, in sentences; and what its office may want to look at."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext

from recommendations.words import plain
from responses.letter.limits import too_much, too_much_together
from responses.letter.signs import to_replace, unprintable
from responses.models import Response, Update
from responses.models.covering import CALLED, IN_WELSH, LETTER
from responses.models.updates import NOTHING_TO_SEND

# What is kept as words, with headings and lists; the rest is typed as plain text.
_WORDS = ("opening", "chief_officer_comments", "closing", "text")
WORDS = {*_WORDS, *(f"welsh_{name}" for name in _WORDS)}
TYPED_IN_AN_ANSWER = ("awaiting", "text", "welsh_text")

_CLOSES = re.compile(r"\b(?:yours|kind(?:est)? regards|with (?:best|kind) (?:regards|wishes)|yn gywir|cofion)\b", re.I)
_TO_NOBODY_BY_NAME = re.compile(r"^(?:dear|annwyl)\s+(?:sirs?|madam|syr|foneddiges)\b", re.I)
_FAITHFULLY = re.compile(r"\b(?:yours faithfully|yn ffyddlon)\b", re.I)
_SINCERELY = re.compile(r"\b(?:yours sincerely|yn gywir)\b", re.I)


def too_long(update: Update) -> str:
    """What to do about a letter that holds too much to be drawn, in a sentence; "" for any other."""
    return too_much_together(_texts(update, _printed(update)))


def letter_problems(update: Update) -> list[str]:
    """What must be mended before it can be sent, in sentences: no words, nobody to speak for, length, odd signs."""
    if update.says_nothing():
        return [gettext(NOTHING_TO_SEND)]
    responses = _printed(update)
    texts = _texts(update, responses)
    words = [getattr(said, name) for said in (update, *responses) for name in WORDS if hasattr(said, name)]
    problems = [problem for problem in map(too_much, words) if problem][:1] or [too_much_together(texts)]
    problems.append(to_replace(unprintable(*texts)))
    if not update.speaks_for.exists():
        problems.append(gettext("Answer a recommendation, or say on the covering letter who this letter speaks for."))
    return [problem for problem in problems if problem]


def lacks(update: Update) -> list[str]:
    """What its letter would go without that letters usually have, by the names of its fields."""
    names = [name for name in ("addressed_to", "salutation", "signatory_name") if not getattr(update, name).strip()]
    return names if _close(update) else [*names, "complimentary_close"]


def doubts(update: Update) -> list[str]:
    """What an office may want to mend, in sentences; none of it keeps the letter back."""
    begins, close, goes_with = update.salutation, _close(update), ""
    if _TO_NOBODY_BY_NAME.match(begins) and _SINCERELY.search(close):
        goes_with = gettext("The letter begins “%(begins)s” and closes “%(close)s”: with that goes “Yours faithfully”.")
    elif begins and not _TO_NOBODY_BY_NAME.match(begins) and _FAITHFULLY.search(close):
        goes_with = gettext(
            "The letter begins “%(begins)s” and closes “%(close)s”: with a name goes “Yours sincerely”."
        )
    found = [goes_with % {"begins": begins, "close": close}] if goes_with else []
    says = {
        "Welsh": gettext("%(where)s has no Welsh version."),
        "English": gettext("%(where)s has no English version."),
    }
    return found + [says[language] % {"where": where} for where, language in lacks_language(update)]


def lacks_language(update: Update) -> list[tuple[str, str]]:
    """Of a letter in both languages, each part that is there in one alone, and the language in which it is not."""
    if not update.is_bilingual:
        return []
    parts = [
        (f"“{gettext(CALLED[name])}”", getattr(update, name), getattr(update, f"welsh_{name}")) for name in IN_WELSH
    ]
    related = ("addressee__recommendation", "addressee__body")
    for response in update.responses.select_related(*related):
        told = {"number": response.addressee.recommendation.number, "body": response.addressee.body}
        where = gettext("The answer to recommendation %(number)s for %(body)s") % told
        parts.append((where, response.text, response.welsh_text))
    return [
        (where, "Welsh" if english.strip() else "English")
        for where, english, welsh in parts
        if bool(english.strip()) != bool(welsh.strip())
    ]


def cannot_print(said: Update | Response) -> str:
    """What to replace in an answer, or in what is typed around the answers, before it is printed; "" for nothing."""
    return to_replace(unprintable(*_typed_in(said)))


def _close(update: Update) -> str:
    """How it closes: in a line of its own, or as the last line of the closing words; "" where it does not."""
    last = plain(update.closing).strip().rpartition("\n")[2]
    return update.complimentary_close.strip() or (last if _CLOSES.search(last) else "")


def _printed(update: Update) -> Iterable[Response]:
    """Of its answers each that is printed: what is said to a recommendation for many bodies is printed once."""
    return {each.said_to: each for each in update.responses.select_related("addressee")}.values()


def _texts(update: Update, responses: Iterable[Response]) -> list[str]:
    """Everything in the letter that somebody types, in plain text."""
    return _typed_in(update) + [text for response in responses for text in _typed_in(response)]


def _typed_in(said: Update | Response) -> list[str]:
    names = LETTER if isinstance(said, Update) else TYPED_IN_AN_ANSWER
    return [plain(text) if name in WORDS else text for name in names for text in [getattr(said, name)]]
