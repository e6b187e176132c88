"""Answers and groups of the same words as HTML. A page has a hundred answers, so this is Python and not a template.

Whatever a person typed is escaped here, or made safe by recommendations/words.
"""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from recommendations.words import to_html
from responses.desk.answers import Answer
from responses.desk.wording import Group, Saying, Wording
from responses.matrix import Cell, Letter
from responses.models import Review, Update

# What was said stays as it was said, and to make it safe takes longer than all else on the page.
words_as_html = lru_cache(maxsize=500)(to_html)

REVIEWED = dict(Review.Outcome.choices)
ARTICLE = """<article class="app-answer" id="{slug}" aria-labelledby="{slug}-who">
<h3 class="govuk-heading-s" id="{slug}-who"><a class="govuk-link govuk-link--no-visited-state" href="#{slug}" \
data-desk-entry>{who}</a></h3>
{said}<p class="govuk-body-s">{letter}. Whose words: {voice}. HMICFRS: {review}.</p>
{earlier}{bodies}{shared}{own}<div class="app-words"{lang}>{words}</div>
{welsh}<p class="govuk-body-s app-answer__links">{links}</p>
</article>
"""
IN_WELSH = mark_safe(' lang="cy"')
ALONE = mark_safe(
    '<p class="govuk-body-s"><strong>In its own words:</strong> it shares no passage with the others.</p>\n'
)
PIECES = {
    "removed": '<del class="app-removed"><span class="govuk-visually-hidden">[left out:</span> {}'
    '<span class="govuk-visually-hidden">]</span></del>',
    "added": '<ins class="app-added"><span class="govuk-visually-hidden">[added:</span> {}'
    '<span class="govuk-visually-hidden">]</span></ins>',
    "left_out": '{}<span class="govuk-visually-hidden"> the same words </span>',
    "same": "{}",
}


class Drawer:
    """Draws what stands on a page about one report: `query` ends the address of every page as at its date."""

    def __init__(self, slug: str, wording: Wording, *, query: str, is_liaison: bool, top: int = 4):
        self.slug, self.wording, self.query, self.is_liaison, self.top = slug, wording, query, is_liaison, top

    def article(self, answer: Answer) -> SafeString:
        said = answer.said
        return format_html(
            ARTICLE,
            slug=answer.body.slug,
            who=answer.who,
            said=_said(answer),
            letter=self._letter(answer),
            voice=answer.voice_in_words,
            review=REVIEWED[answer.cells[0].review].lower() if answer.cells[0].review else "not reviewed yet",
            earlier=format_html_join("", '<p class="govuk-body-s">{}</p>', ((_earlier(it),) for it in answer.earlier)),
            bodies=self._bodies(answer) if answer.is_for_many else "",
            shared=self._shared(answer),
            own=_own(self.wording.own_of(answer)),
            lang=IN_WELSH if said.language == Update.Language.WELSH else "",
            words=words_as_html(said.text, self.top),
            welsh=self._welsh(answer),
            links=self._links(answer),
        )

    def _letter(self, answer: Answer) -> SafeString:
        said = answer.said
        sent = f" from {said.sender}" if said.sender not in {body.name for body in answer.bodies} else ""
        received = date_format(said.received_on, "j F Y")
        reference = f"SC{answer.recommendation.super_complaint_id}-{said.update_id:05d}"
        letter = format_html(
            '<a class="govuk-link app-answer__reference" href="{}">{}</a>',
            reverse("update", args=[said.update_id]),
            reference,
        )
        return format_html("Received {}{}, {}", received, sent, letter)

    def _bodies(self, answer: Answer) -> SafeString:
        names = format_html_join(
            "", "<li>{}: {}</li>", ((self._cell(it, it.body.name), it.said) for it in answer.cells)
        )
        return format_html(
            '<details class="govuk-details"><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">The {} bodies, one by one</span></summary>'
            '<ul class="govuk-details__text govuk-list">{}</ul></details>',
            len(answer.cells),
            names,
        )

    def _shared(self, answer: Answer) -> SafeString:
        groups = self.wording.groups_of(answer)
        links = format_html_join(
            ", ",
            '<a class="govuk-link" href="#same-{0}">passage {0}</a> (as {1})',
            ((group.number, _others(group)) for group in groups),
        )
        if groups:
            return format_html('<p class="govuk-body-s">Says nearly the same as others: {}.</p>', links)
        return ALONE if self.wording.most_share else ""

    def _welsh(self, answer: Answer) -> SafeString:
        if not (answer.said.welsh_text and answer.said.language in Update.BILINGUAL):
            return ""
        welsh = words_as_html(answer.said.welsh_text, self.top)
        return format_html(
            '<p class="govuk-body"><strong>In Welsh:</strong></p><div class="app-words" lang="cy">{}</div>', welsh
        )

    def _links(self, answer: Answer) -> SafeString:
        said, number, name = answer.said, answer.recommendation.number, answer.body.name
        links = [self._cell(answer.cells[0], "All it said on this", name)]
        if said.has_passages:
            about = urlencode({"recommendation": number, "body": answer.body.slug})
            links.append(_link(f"{reverse('as_received', args=[said.update_id])}?{about}", "In the letter", name))
        if self.is_liaison:
            links.append(_link(reverse("review_at_desk", args=[self.slug, said.id]), "Review", name))
        return format_html_join("", "<span>{}</span>", ((link,) for link in links))

    def _cell(self, cell: Cell, text: str, of_whom: str = "") -> SafeString:
        address = reverse("cell", args=[self.slug, cell.recommendation.number, cell.body.slug])
        return _link(address + self.query, text, of_whom)

    def group(self, group: Group, shown: Iterable[int] = ()) -> SafeString:
        """One passage once, who says it, and what each changes. `shown`: id() of answers that are on this page."""
        shown, several = set(shown), len(group.recommendations) > 1

        def name(saying: Saying) -> SafeString:
            answer = saying.answer
            if id(answer) in shown:
                return _link(f"#{answer.body.slug}", answer.who)
            number = f", {answer.recommendation}" if several else ""
            return self._cell(answer.cells[0], f"{answer.who}{number}")

        words = format_html('<blockquote class="app-same__words">{}</blockquote>', group.words)
        return format_html("{}{}{}", words, _word_for_word(group, name), _changes(group, name))


def _said(answer: Answer) -> SafeString:
    """What its bodies say, in words; for each of two that differ."""
    sayings = {cell.body.name: (cell.said, tuple(mark.label for mark in cell.marks)) for cell in answer.cells}
    if len(set(sayings.values())) == 1:
        sayings = {"": next(iter(sayings.values()))}
    elif answer.is_for_many:
        return format_html('<p class="govuk-body"><strong>{}</strong></p>\n', "Not all of these bodies stand alike")
    lines = (
        (name and f"{name}: ", said, "".join(f". {mark}" for mark in marks)) for name, (said, marks) in sayings.items()
    )
    return format_html_join("", '<p class="govuk-body">{}<strong>{}</strong>{}</p>\n', lines)


def _earlier(letter: Letter) -> str:
    return f"Position or progress as stated in the letter received {date_format(letter.received_on, 'j F Y')}."


def _others(group: Group) -> str:
    return f"{group.senders - 1} other{'s' if group.senders > 2 else ''}"


def _own(sentences: list[str]) -> SafeString:
    if not sentences:
        return ""
    return format_html(
        '<div class="app-answer__own"><p class="govuk-body-s"><strong>Said by nobody else here:</strong></p>'
        '<ul class="govuk-list govuk-list--bullet">{}</ul></div>',
        format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences)),
    )


def _link(address: str, text: str, of_whom: str = "") -> SafeString:
    hidden = format_html('<span class="govuk-visually-hidden">: {}</span>', of_whom) if of_whom else ""
    return format_html('<a class="govuk-link" href="{}">{}{}</a>', address, text, hidden)


def _word_for_word(group: Group, name) -> SafeString:
    links = format_html_join(", ", "{}", ((name(saying),) for saying in group.word_for_word))
    return format_html('<p class="govuk-body">In these words: {}.</p>', links)


def _changes(group: Group, name) -> SafeString:
    if not group.changed:
        return ""
    changed = ((name(saying), pieces(group.changes(saying))) for saying in group.changed)
    changes = format_html_join("", '<li>{}: <span class="app-same__changes">{}</span></li>', changed)
    return format_html(
        '<p class="govuk-body">With changes (struck out: left out; underlined: added):</p>'
        '<ul class="govuk-list app-same__list">{}</ul>',
        changes,
    )


def pieces(found) -> SafeString:
    return format_html_join("", "{}", ((format_html(PIECES[piece.kind], piece.text),) for piece in found))
