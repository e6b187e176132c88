"""The passages of a draft that people wrote, each with the name by which its Word version knows it."""

from dataclasses import dataclass, field

from recommendations.words import stored
from recommendations.words.text import as_words
from responses.letter.origin import fingerprint
from responses.models import Response, Update

AROUND = {
    "opening": "Opening",
    "chief_officer_comments": "Chief officer’s comments",
    "closing": "Closing",
}


@dataclass
class Written:
    """What somebody wrote: around the answers, or as one answer, which may be given for several bodies."""

    name: str  # "opening", "answer-34"
    title: str
    update: Update
    responses: list[Response] = field(default_factory=list)  # that say the very same; none of what stands around

    @property
    def words(self) -> str:
        """In their stored form."""
        return stored(self.responses[0].text if self.responses else getattr(self.update, self.name))

    @property
    def fingerprint(self) -> str:
        return fingerprint(as_words(self.words))

    @property
    def version(self) -> str:
        """Which words somebody saw."""
        return f"{self.name}-{self.fingerprint}"


def written(update: Update) -> dict[str, Written]:
    """By name, in the order of the letter. Answers are put together as the letter prints them."""
    found = {name: Written(name, title, update) for name, title in AROUND.items()}
    related = ("addressee__recommendation__super_complaint", "addressee__body", "changed_by")
    same = {}
    for response in update.responses.select_related(*related):
        key = (response.addressee.recommendation_id, *response.said.values())
        same.setdefault(key, []).append(response)
    for responses in same.values():
        name = f"answer-{responses[0].addressee_id}"
        bodies = " and ".join(str(response.addressee.body) for response in responses)
        title = f"{responses[0].addressee.recommendation}: {bodies}"
        found[name] = Written(name, title, update, responses)
    return found
