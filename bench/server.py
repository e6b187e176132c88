"""A real server, gunicorn as people start it, over the bench's database on SQLite; and people who ask it over HTTP."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.models import User

TOKEN = "b" * 32


@contextmanager
def a_server(folder: str, workers: int = 1) -> Iterator[int]:
    """Serves the database in this folder, and what is in its folder "static"; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "OWN_MACHINE": "1",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "BENCH_STATIC": f"{folder}/static",
        "WORK_ELSEWHERE": "1",  # what a worker writes meanwhile is another matter
    }
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "tracker.wsgi", "--log-level", "critical"]
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    server = subprocess.Popen([*command, *bind], cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The server did not start.")


class Person:
    """Somebody who is signed in, with one connection that stays open while it is used."""

    def __init__(self, port: int, user: User):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str) -> tuple[int, bytes]:
        return self._ask("GET", address, None, {})

    def post(self, address: str, data: dict, **headers) -> tuple[int, bytes]:
        return self._ask("POST", address, urlencode(data), headers)

    def _ask(self, method, address, body, headers):
        self.connection.request(method, address, body, self.headers | headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def put_static(folder: str, name: str, content: bytes) -> None:
    """A file that the server, started afterwards, serves at /static/name."""
    path = Path(folder) / "static" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
