"""The passages of a draft that people wrote, each with the name by which its Word version knows it."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext, gettext_noop

from recommendations.words import stored
from recommendations.words.text import as_words
from responses.letter.origin import WELSH_PREFIX, fingerprint
from responses.models import Response, Update

AROUND = {
    "opening": gettext_noop("Opening"),
    "chief_officer_comments": gettext_noop("Chief officer’s comments"),
    "closing": gettext_noop("Closing"),
}


@dataclass
class Written:
    """What somebody wrote: around the answers, or as one answer, which may be given for several bodies."""

    name: str  # "opening", "answer-34", "welsh_answer-34"
    title: str
    update: Update
    column: str  # of the update, or of each response
    responses: list[Response] = field(default_factory=list)  # that say the very same; none of what stands around

    @property
    def words(self) -> str:
        """In their stored form."""
        return stored(getattr(self.responses[0] if self.responses else self.update, self.column))

    @property
    def bodies(self) -> set[int]:
        """The addressees whose answer it is; none of what stands around."""
        return {response.addressee_id for response in self.responses}

    @property
    def is_welsh(self) -> bool:
        """Whether all of it is meant to be in Welsh."""
        return self.name.startswith(WELSH_PREFIX) or self.update.language == self.update.Language.WELSH

    @property
    def fingerprint(self) -> str:
        return fingerprint(as_words(self.words))

    @property
    def version(self) -> str:
        """Which words somebody saw."""
        return f"{self.name}-{self.fingerprint}"


def written(update: Update) -> dict[str, Written]:
    """By name, in the order of the letter. Answers are put together as the letter prints them."""
    found = {name: Written(name, gettext(title), update, name) for name, title in AROUND.items()}
    related = ("addressee__recommendation__super_complaint", "addressee__body", "changed_by")
    same = {}
    for response in update.responses.select_related(*related):
        same.setdefault(response.said_to, []).append(response)
    for responses in same.values():
        name = f"answer-{responses[0].addressee_id}"
        bodies = gettext(" and ").join(str(response.addressee.body) for response in responses)
        title = f"{responses[0].addressee.recommendation}: {bodies}"
        found[name] = Written(name, title, update, "text", responses)
    return found | {each.name: each for each in map(_in_welsh, found.values())} if update.is_bilingual else found


def _in_welsh(said: Written) -> Written:
    title = gettext("%(title)s, in Welsh") % {"title": said.title}
    return replace(said, name=f"{WELSH_PREFIX}{said.name}", title=title, column=f"{WELSH_PREFIX}{said.column}")
