"""The matrix and its export at two sizes, each through the whole of Django, against a floor through the same door."""

import re
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import data, floor
from bench.measure import Figure, measure

SIZES = ((8, 3), (120, 5))  # recommendations, and updates by each of 90 bodies
TIMES = 20


def figures() -> Iterator[Figure]:
    client = Client()
    liaison = data.make_liaison()
    client.force_login(liaison)
    bodies = data.make_bodies(areas=45)
    yield measure("An empty page, signed in as a liaison", lambda: client.get("/empty/"), times=TIMES)
    for recommendations, updates in SIZES:
        slug = f"size-{recommendations}"
        super_complaint = data.make_super_complaint(slug, bodies, recommendations)
        data.make_updates(super_complaint, bodies, updates, liaison)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for recommendations, updates in SIZES:
        for what, name in (("Matrix", "matrix/"), ("CSV", "matrix.csv")):
            address = f"size-{recommendations}/{name}?as_at={data.AS_AT}"
            size = f"{what}, 90 x {recommendations}, {updates} updates each"
            yield against_floor(client, size, f"/super-complaints/{address}", f"/floor/{address}")


def against_floor(client: Client, what: str, address: str, floor_address: str) -> Figure:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
        queries = len(queries)
    assert page.status_code == 200, page  # noqa: S101 - a bench may stop at once
    floor.keep_frame(page.content.decode())
    least = client.get(floor_address)
    assert alike(least.content) == alike(page.content), f"{what}: the floor gives other bytes"  # noqa: S101 - as above
    what = f"{what}, {len(page.content) / 1000:.0f} kB"
    return measure(what, lambda: client.get(address), lambda: client.get(floor_address), times=TIMES, queries=queries)


def alike(content: bytes) -> bytes:
    """Without the token that is another on every page."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")\w+', rb"\1", content)
