"""The matrix and its export at two sizes, each through the whole of Django, against a floor through the same door."""

import itertools
import re
import time
from collections.abc import Callable, Iterator

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Role, User
from bench import data, floor, growth
from bench.measure import Figure, measure
from recommendations.models import Body
from responses.models import Update

SIZES = ((8, 3, 80), (120, 5, 12))  # recommendations, updates by each of 90 bodies, and how often to measure
TIMES = 80


def figures() -> Iterator[Figure]:
    client = Client()
    liaison = data.make_liaison()
    client.force_login(liaison)
    bodies = data.make_bodies(areas=45)
    yield measure("An empty page, signed in as a liaison", lambda: client.get("/empty/"), times=TIMES)
    for recommendations, updates, _ in SIZES:
        slug = f"size-{recommendations}"
        super_complaint = data.make_super_complaint(slug, bodies, recommendations)
        data.make_updates(super_complaint, bodies, updates, liaison)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # A wrong date shows no matrix: so much of the page is its frame and its form.
    frame = "/super-complaints/size-8/matrix/?as_at=never"
    yield measure("Frame and form of the matrix alone, 8 recommendations", lambda: client.get(frame), times=TIMES)
    for recommendations, updates, times in SIZES:
        for what, name in (("Matrix", "matrix/"), ("CSV", "matrix.csv")):
            address = f"size-{recommendations}/{name}?as_at={data.AS_AT}&columns=all"
            size = f"{what}, 90 x {recommendations}, {updates} updates each"
            yield against_floor(client, size, f"/super-complaints/{address}", f"/floor/{address}", times)
    yield saving(bodies)
    yield from growth.figures(liaison, bodies)


def browser_figures() -> str:
    """What the matrix of 120 columns costs a browser, as figures."""
    client = Client()
    client.force_login(User.objects.get(email="liaison@example.org"))
    page = client.get(f"/super-complaints/size-120/matrix/?as_at={data.AS_AT}&columns=all")
    ratio, elements = growth.in_a_browser(page.content)
    return f"browser_120={ratio:.2f} nodes_per_cell={elements:.2f}"


def against_floor(client: Client, what: str, address: str, floor_address: str, times: int) -> Figure:
    page, queries = counted(lambda: client.get(address))
    assert page.status_code == 200, page  # noqa: S101 - a bench may stop at once
    if "matrix.csv" not in address:
        floor.keep_frame(page.content.decode())
    least = client.get(floor_address)
    assert alike(least.content) == alike(page.content), f"{what}: the floor gives other bytes"  # noqa: S101 - as above
    what = f"{what}, {len(page.content) / 1000:.0f} kB"
    return measure(what, lambda: client.get(address), lambda: client.get(floor_address), times=times, queries=queries)


def saving(bodies: list[Body]) -> Figure:
    """Another text saved in the background as the answer to one recommendation, in a draft that speaks for two bodies.

    The floor is one transaction that writes as much into the same row, kept as safe as any other."""
    force, commissioner = bodies[:2]
    editor = User.objects.create_user("editor@example.org", "A policy officer")
    Membership.objects.create(user=editor, body=commissioner, role=Role.EDITOR)
    client = Client()
    client.force_login(editor)
    client.post(reverse("start_update", args=["size-8", commissioner.slug]))
    draft = Update.objects.drafts().get()
    address = reverse("edit_response", args=[draft.pk, "1", force.slug])
    versions = itertools.count()

    def save():
        version = next(versions)
        answer = {"position": "accepted", "progress": "in_progress", "awaiting": "", "voice": "force"}
        answer |= {"text-html": f"<p>{data.WORDS} {version}</p>", "version": version}  # as the editor posts it
        saved = client.post(address, answer, headers={"X-Autosave": "1"})
        assert saved.json()["version"] == version + 1, "not saved"  # noqa: S101 - a bench may stop at once

    def least():
        with transaction.atomic(), connection.cursor() as cursor:
            said = f"{data.WORDS} {time.perf_counter()}"
            cursor.execute("UPDATE responses_response SET text = %s WHERE update_id = %s", [said, draft.pk])

    _, queries = counted(save)
    return measure("Saving a response in the background", save, least, times=3 * TIMES, queries=queries)


def counted(work: Callable[[], object]) -> tuple[object, int]:
    """What it gives, and how many queries it asks once everything is loaded; a transaction's own words aside."""
    work()
    with CaptureQueriesContext(connection) as asked:
        given = work()
        return given, sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in asked)


def alike(content: bytes) -> bytes:
    """Without the token that is another on every page."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")\w+', rb"\1", content)
