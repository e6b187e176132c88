"""Every answer as a workbook, against reading the same answers as objects; and how much memory it takes."""

import os
import resource
from collections.abc import Callable

from django.db import connection
from django.test import Client

from bench import data
from bench.measure import Figure, measure
from responses.models import Response

SLUG, TIMES = "size-120", 3
ADDRESS = f"/super-complaints/{SLUG}/answers.xlsx?as_at={data.AS_AT}"


def figure(client: Client) -> Figure:
    """For an exporter, once the report "size-120" is there. The floor joins what the rows name, and keeps nothing."""

    def floor():
        joined = ("update__body", "addressee__body", "addressee__recommendation", "awaiting_body")
        said = Response.objects.filter(update__super_complaint__slug=SLUG).select_related(*joined)
        for response in said.iterator(chunk_size=2000):
            assert response.text  # noqa: S101 - a bench may stop at once

    count = Response.objects.filter(update__super_complaint__slug=SLUG).count()
    return measure(f"Workbook of {count:,} answers", lambda: taken(client), floor, times=TIMES)


def taken(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 200  # noqa: S101 - as above


def extra_memory(work: Callable[[], None]) -> float:
    """How many MB more than before a process of its own had at most."""
    connection.close()
    end, start = os.pipe()
    if not os.fork():
        before = _now_in_kb()
        work()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(start, str((most - before) / 1024).encode())
        os._exit(0)
    os.close(start)
    os.wait()
    with os.fdopen(end) as told:
        return float(told.read())


def _now_in_kb() -> int:
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() // 1024
