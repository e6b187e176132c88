"""`python -m bench.search`: how long the first 20 of what a search finds take, at 54,000 answers and at 2,000,000.

The words are as many as people use, each as often as in any language: a few in nearly every answer, most in hardly any.
Both sizes are in one throw-away database, the larger made from the smaller one by the database itself.
"""

import itertools
import os
import random
from collections.abc import Iterator

from django.db import connection

from bench.measure import Figure, measure
from bench.throwaway import a_database

SMALL = 54_000
LARGE = int(os.environ.get("ANSWERS", "2000000"))
BODIES, RECOMMENDATIONS, UPDATES = 45, 120, 5  # 90 bodies x 120 x 5 = 54,000
TIMES = 15
# No index helps against a phrase that nobody says, all of whose words nearly everybody does: shown, not counted.
RARELY = {"a phrase of common words that nobody says"}
WORDS_OF_AN_ANSWER = 120
# What people look for, with words that about so many of all answers say.
ASKED = {
    "a common word": "police",
    "two common words": "police training",
    "a phrase": '"domestic abuse"',
    "a phrase and a word": '"domestic abuse" marac',
    "a rare word": "xylophone",
    "a word that nobody says": "absentee",
    "a phrase of common words that nobody says": '"training police domestic"',
}


def figures() -> Iterator[tuple[str, int, Figure]]:
    """(who looks for what, among how many answers, how long it took), first in SMALL and then in LARGE."""
    people = _make()
    for size in (SMALL, LARGE):
        _grow(size)
        for who, user in people.items():
            for what, text in ASKED.items():
                yield f"{who}, {what}", size, measure(f"{who}, {what}, {size:,}", _search(user, text), times=TIMES)


def show() -> list[str]:
    """Prints each figure; gives search_ms=, the slowest of HMICFRS's at the small size, and search_growth=."""
    took = {}
    for what, size, figure in figures():
        print(figure, flush=True)
        took[what, size] = figure.median
    usual = [f"liaison, {what}" for what in ASKED if what not in RARELY]
    slowest = {size: max(took[what, size] for what in usual) for size in (SMALL, LARGE)}
    return [f"search_ms={slowest[SMALL] * 1000:.1f}", f"search_growth={slowest[LARGE] / slowest[SMALL]:.2f}"]


def _search(user, text):
    """All that the page asks for: what is found, counted up to a thousand, and the first 20 with their snippets."""
    from responses.models import Piece
    from responses.searching.asked import Asked
    from responses.searching.hits import MOST, hits

    def search():
        asked = Asked.of(text)
        ids = Piece.objects.visible_to(user).newest_saying(asked, MOST + 1)
        return hits(user, ids[:20], asked)

    return search


def _make() -> dict:
    """54,000 answers with words of their own, and who looks for them."""
    from accounts.models import Membership, Role, User
    from bench.data import make_bodies, make_liaison, make_super_complaint, make_updates
    from responses.models import Response
    from responses.searching import kept

    kept.remove()  # all is indexed at once, when it is there
    liaison, bodies = make_liaison(), make_bodies(BODIES)
    report = make_super_complaint("size-120", bodies, RECOMMENDATIONS)
    make_updates(report, bodies, UPDATES, liaison)
    words = _answers()
    answers = list(Response.objects.order_by("pk").only("pk"))
    for answer in answers:
        answer.text = next(words)
    Response.objects.bulk_update(answers, ["text"], batch_size=500)
    editor = User.objects.create_user("search@example.org", "A policy officer")
    Membership.objects.create(user=editor, body=bodies[3], role=Role.EDITOR)
    # A person's bodies are read once in each request: here once for all.
    return {"liaison": liaison, "editor": editor}


def _answers() -> Iterator[str]:
    """Texts of 120 words. The n-th of 20,000 words is said as often as 1/n."""
    chance = random.Random(54)  # noqa: S311 - the same each time, and no secret
    told = {0: "police", 1: "training", 2: "domestic", 3: "abuse", 600: "marac", 15_000: "xylophone"}
    vocabulary = [told.get(number, f"{_syllables(number)}") for number in range(20_000)]
    weights = list(itertools.accumulate(1 / (number + 10) for number in range(20_000)))
    while True:
        said = chance.choices(vocabulary, cum_weights=weights, k=WORDS_OF_AN_ANSWER)
        if chance.random() < 0.05:
            said[30:32] = "domestic", "abuse"
        yield f"<p>{' '.join(said[:60])}.</p><p>{' '.join(said[60:])}.</p>"


def _syllables(number: int) -> str:
    """A word of its own for each number."""
    return "".join("bcdfghklmnprstvz"[int(digit, 16)] + "aeiou"[int(digit, 16) % 5] for digit in f"{number:05x}")


def _grow(size: int) -> None:
    """Copies of all letters and answers until there are so many, and the index made by the database, at once."""
    from responses.models import Response
    from responses.searching import kept

    kept.remove()
    there, apart = Response.objects.count(), 10_000_000
    copies = -(-size // there) - 1 if size > there else 0
    for table, parents in TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own names
            columns = [column[0] for column in cursor.description]
            values = [f'"{name}" + copy.n * {apart}' if name in parents else f'"{name}"' for name in columns]
            names = ", ".join(f'"{name}"' for name in columns)
            numbers = f"WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies})"  # noqa: S608 - as above
            if copies:
                cursor.execute(f"INSERT INTO {table} ({names}) {numbers} SELECT {', '.join(values)} FROM {table}, copy")  # noqa: S608 - as above
    kept.install()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


TABLES = {
    "responses_update": {"id"},
    "responses_update_speaks_for": {"id", "update_id"},
    "responses_response": {"id", "update_id"},
}


if __name__ == "__main__":
    with a_database():
        print(f"\n{connection.vendor}")
        print("figures:", *show())
