"""Every answer to one recommendation against the least work that gives the same bytes; and how fast the same words are
found in four thousand answers. Needs a database of its own (throwaway.py); show() prints `figures: column=...`.
"""

import datetime
import functools
import itertools
import random
import time
from collections.abc import Iterator
from html import escape

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from bench import data, floor
from bench.measure import HEADING, Figure, measure
from bench.pages import alike, counted
from responses.desk import drawn, wording
from responses.desk.similar import Text, near_identical
from responses.models import Response
from responses.record import heard_query

SLUG, NUMBER = "size-120", "60"
ADDRESS = f"/super-complaints/{SLUG}/recommendations/{NUMBER}/answers/?as_at={data.AS_AT}"
TIMES = 40
ANSWERS, PLANTED, KINDS = 4_000, 400, 20
WORDS_OF_ONE_LETTER = 60

ANSWERED = """SELECT response.id, response.text, response.voice, letter.id, letter.body_id, letter.received_on
FROM responses_response response JOIN responses_update letter ON letter.id = response.update_id
WHERE response.id IN ({ids})"""
REVIEWS = """SELECT review.response_id, review.outcome FROM responses_review review
JOIN responses_response response ON response.id = review.response_id
JOIN recommendations_addressee addressee ON addressee.id = response.addressee_id
WHERE addressee.recommendation_id = %(recommendation)s AND reviewed_on <= %(as_at)s ORDER BY reviewed_on, review.id"""
ONE = """SELECT id, "order", wording FROM recommendations_recommendation
WHERE super_complaint_id = %(super_complaint)s AND number = %(number)s"""

kept = {}  # the real page: what stands around its answers, and each answer's words between its tags


def some_words(chance: random.Random, vocabulary: list[str], shares: list[float], count: int) -> str:
    return " ".join(chance.choices(vocabulary, cum_weights=shares, k=count)).capitalize() + "."


def a_language(chance: random.Random) -> tuple[list[str], list[float]]:
    """Six thousand words, few of them often and most hardly ever, as in any language."""
    vocabulary = [
        "".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(chance.randint(1, 4)))
        for _ in range(6_000)
    ]
    return vocabulary, list(itertools.accumulate(1 / place for place in range(1, 6_001)))


def some_answers(count: int, planted: int) -> tuple[list[Text], set[int]]:
    """Answers of two to five paragraphs, some 200 words; and which of them share a passage, a little changed."""
    chance = random.Random(4)  # noqa: S311 - the same each time, and no secret
    language = a_language(chance)
    texts = [
        "\n\n".join(some_words(chance, *language, chance.randint(30, 80)) for _ in range(chance.randint(2, 5)))
        for _ in range(count)
    ]
    passages = [some_words(chance, *language, WORDS_OF_ONE_LETTER).split() for _ in range(KINDS)]
    chosen = chance.sample(range(count), planted)
    for turn, place in enumerate(chosen):
        words = passages[turn % KINDS][:]
        for _ in range(chance.randint(0, 5)):
            words[chance.randrange(len(words))] = chance.choice(language[0])
        texts[place] += "\n\n" + " ".join(words)
    return list(itertools.starmap(Text, enumerate(texts))), set(chosen)


def similar_seconds() -> float:
    """Seconds of one processor, of three times the least. Every one that was planted is found, and nothing else."""
    texts, planted = some_answers(ANSWERS, PLANTED)
    taken = []
    for _ in range(3):
        start = time.process_time()
        groups = near_identical(texts)
        taken.append(time.process_time() - start)
    found = set().union(*(group.places for group in groups))
    assert (len(groups), found) == (KINDS, planted), f"{len(found & planted)} of {PLANTED}"  # noqa: S101 - as pages.py
    return min(taken)


def keep_frame(page: str) -> None:
    """What stands around the articles, and of each what was found by comparing all of them."""
    start, end = page.index("<article"), page.rindex("</article>\n") + len("</article>\n")
    kept["frame"] = page[:start], page[end:]
    kept["compared"] = {}
    for article in page[start:end].split("</article>\n")[:-1]:
        slug = article.partition('id="')[2].partition('"')[0]
        around = article.partition('<div class="app-words">')[0]
        found = [around.index(sign) for sign in COMPARED if sign in around]
        kept["compared"][slug] = around[min(found) :] if found else ""


COMPARED = (
    '<p class="govuk-body-s"><strong>In its own words',
    '<p class="govuk-body-s">Says nearly',
    '<div class="app-answer__own">',
)


def read(asked: dict) -> tuple[dict, list[tuple]]:
    """The bodies by id; and what was heard of each on this recommendation, by name."""
    bodies = {row[0]: row for row in floor.fetch(floor.BODIES, asked)}
    [[recommendation, _, _]] = floor.fetch(ONE, asked)
    letters = list({letter[0]: letter for letter in floor.fetch(floor.LETTERS, asked)}.values())
    reviews = dict(floor.fetch(REVIEWS, asked | {"recommendation": recommendation}))
    places = [(letter[0], letter[1], place, 0) for place, letter in enumerate(letters)]
    heard = floor.fetch(
        heard_query([asked["super_complaint"]], places, [], recommendation=recommendation), {"as_at": asked["as_at"]}
    )
    ids = ", ".join(str(row[8] >> 3 & 0xFFFFFFFF) for row in heard if row[8])
    said = {row[0]: row for row in floor.fetch(ANSWERED.format(ids=ids), {})}
    order = {body: place for place, body in enumerate(bodies)}
    spoken = sorted((row for row in heard if row[8]), key=lambda row: order[row[1]])
    return bodies, [(row, said[row[8] >> 3 & 0xFFFFFFFF], letters, reviews) for row in spoken]


def answers(request, slug, number):
    if not request.user.is_liaison:
        raise PermissionDenied
    asked = floor.asked(request, slug) | {"number": number}
    bodies, heard = read(asked)
    start, end = kept["frame"]
    query = f"?as_at={asked['as_at']}"
    drawn = [article(*each, bodies, slug, number, asked["super_complaint"], query) for each in heard]
    return HttpResponse("".join([start, *drawn, end]))


def article(row, said, letters, reviews, bodies, slug, number, super_complaint, query) -> str:
    _, body, _, _, due, _, _, first, _, position, progress, awaiting, _, _ = row
    response, text, voice, letter, sender, received_on = said
    name, of = escape(bodies[body][1]), bodies[body][2]
    status = floor.PROGRESS_OF[progress & 7] if progress else "not_stated"
    words = floor.WORDS[status]
    if position:
        stated = floor.POSITIONS[floor.POSITION_OF[position & 7]]
        words = stated if status == "not_stated" else f"{stated}. {words}"
    words += f": {awaiting}" if awaiting else ""
    review = reviews.get(response)
    marks = ". Received late" if letters[first][2] > due else ""
    marks += f". {floor.REVIEWED[review]}" if review else ""
    others = {letters[code >> 35 & 0xFFFFF][:3] for code in (position, progress) if code}
    earlier = "".join(
        f'<p class="govuk-body-s">Position or progress as stated in the letter received {in_words(day)}.</p>'
        for _, day in sorted((it[0], it[2]) for it in others if it[0] != letter)
    )
    sent = f" from {escape(bodies[sender][1])}" if sender != body else ""
    judged = floor.OUTCOMES[review].lower() if review else "not reviewed yet"
    return f"""<article class="app-answer" id="{of}" aria-labelledby="{of}-who">
<h3 class="govuk-heading-s" id="{of}-who"><a class="govuk-link govuk-link--no-visited-state" href="#{of}" \
data-desk-entry>{name}</a></h3>
<p class="govuk-body"><strong>{words}</strong>{marks}</p>
<p class="govuk-body-s">Received {in_words(str(received_on))}{sent}, <a class="govuk-link app-answer__reference" \
href="/updates/{letter}/">SC{super_complaint}-{letter:05d}</a>. Whose words: {VOICES[voice]}. HMICFRS: {judged}.</p>
{earlier}{kept["compared"][of]}<div class="app-words">{text}</div>
<p class="govuk-body-s app-answer__links"><span><a class="govuk-link" \
href="/super-complaints/{slug}/recommendations/{number}/bodies/{of}/{query}">All it said on this\
<span class="govuk-visually-hidden">: {name}</span></a></span><span><a class="govuk-link" \
href="/super-complaints/{slug}/review/{response}/">Review\
<span class="govuk-visually-hidden">: {name}</span></a></span></p>
</article>
"""


VOICES = dict(Response._meta.get_field("voice").choices)


@functools.cache
def in_words(day: str) -> str:
    day = datetime.date.fromisoformat(day)
    return f"{day.day} {day:%B %Y}"


def different_words() -> None:
    """Answers as they are: each in its own words, and one in ten with a passage of others."""
    asked = Response.objects.filter(addressee__recommendation__number=NUMBER).order_by("pk")
    responses = list(asked.filter(update__super_complaint__slug=SLUG))
    texts, _ = some_answers(len(responses), len(responses) // 10)
    for response, text in zip(responses, texts, strict=True):
        response.text = "".join(f"<p>{passage}</p>" for passage in text.words.split("\n\n"))
    Response.objects.bulk_update(responses, ["text"], batch_size=200)


def figures() -> Iterator[Figure]:
    """The page of 90 answers, of 120 recommendations with 5 updates each, once it was read and for the first time."""
    client, liaison = Client(), data.make_liaison()
    client.force_login(liaison)
    bodies = data.make_bodies(areas=45)
    data.make_updates(data.make_super_complaint(SLUG, bodies, 120), bodies, 5, liaison)
    different_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    page, queries = counted(lambda: client.get(ADDRESS))
    keep_frame(page.content.decode())
    least_address = ADDRESS.replace("/super-complaints/", "/floor/")
    least = client.get(least_address)
    assert alike(least.content) == alike(page.content), "the floor gives other bytes"  # noqa: S101 - as pages.py

    def first_time():
        wording.compared.cache_clear()
        drawn.words_as_html.cache_clear()
        client.get(ADDRESS)

    size = f"90 x 120, 5 updates each, {len(page.content) / 1000:.0f} kB"
    again = lambda: client.get(ADDRESS)  # noqa: E731 - beside its floor
    yield measure(f"Column, {size}", again, lambda: client.get(least_address), times=TIMES, queries=queries)
    yield measure(f"Column first, {size}", first_time, lambda: client.get(least_address), times=TIMES // 2)


def show() -> None:
    print(f"\n{connection.vendor}\n{HEADING}")
    found = []
    for figure in figures():
        print(figure, flush=True)
        found.append(figure.median / figure.floor)
    print(f"figures: column={found[0]:.2f} column_first={found[1]:.2f} similar_s={similar_seconds():.2f}")
