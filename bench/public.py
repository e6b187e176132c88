"""A public page for whoever has it already: against making it, and how often two processes of a server can say so."""

import datetime
import itertools
import socket
import threading
import time

from django.test import Client, override_settings

from bench import data
from bench.measure import Figure, measure
from bench.server import a_server

PAGE = "/public/size-8/matrix/?as_at="
TIMES = 40
WORKERS, CONNECTIONS, SECONDS = 2, 8, 12  # longer than a page is remembered: it is made anew meanwhile


def make_public_report() -> None:
    """90 bodies, 8 recommendations, 3 updates each, which everybody can read."""
    liaison, bodies = data.make_liaison(), data.make_bodies(areas=45)
    report = data.make_super_complaint("size-8", bodies, 8)
    data.make_updates(report, bodies, 3, liaison)
    report.publications.create(published_by=liaison, published_at=data.NOON)


def not_modified() -> Figure:
    """A 304 within the seconds in which the page is remembered; its floor is making the page, of another day each."""
    client, days = Client(), itertools.count(1)
    with override_settings(PUBLIC_SECONDS=3600):
        etag = client.get(PAGE + data.AS_AT.isoformat()).headers["ETag"]

        def again():
            answer = client.get(PAGE + data.AS_AT.isoformat(), headers={"If-None-Match": etag})
            assert answer.status_code == 304  # noqa: S101 - a bench may stop at once

        def page():
            answer = client.get(f"{PAGE}{data.AS_AT - datetime.timedelta(days=next(days))}")
            assert answer.status_code == 200  # noqa: S101 - as above

        return measure("304 of a public matrix, 90 x 8, against the page", again, page, times=TIMES)


def requests_a_second(folder: str) -> float:
    """Of a gunicorn with two processes, from several connections that stay open, each with the ETag of the page."""
    with a_server(folder, workers=WORKERS) as port:
        ask = f"GET {PAGE}{data.AS_AT} HTTP/1.1\r\nHost: localhost\r\n"
        etag = _answer(port, ask + "\r\n").partition("ETag: ")[2].partition("\r\n")[0]
        ask = f"{ask}If-None-Match: {etag}\r\n\r\n".encode()
        counts = [0] * CONNECTIONS
        until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=_ask, args=(port, ask, until, counts, at)) for at in range(CONNECTIONS)]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / (time.monotonic() - start)


def _answer(port: int, ask: str) -> str:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(ask.encode())
        return _head(connection)


def _head(connection: socket.socket) -> str:
    """The head of an answer. One of 304 is nothing else."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("The server hung up.")
        head += more
    return head.partition(b"\r\n\r\n")[0].decode("latin-1")


def _ask(port, ask, until, counts, at):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.monotonic() < until:
            connection.sendall(ask)
            head = _head(connection)
            if not head.startswith("HTTP/1.1 304"):
                raise ValueError(head)
            counts[at] += 1


def figures(folder: str) -> dict[str, str]:
    make_public_report()
    figure = not_modified()
    print(figure, flush=True)
    found = {"not_modified": f"{figure.median / figure.floor:.3f}"}
    return found | {"public_rps": f"{requests_a_second(folder):.0f}"}
