"""What the project promises of its own files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_no_place_to_fetch_from(lock):
    assert re.findall(r"\S*://\S*|--(?:index-url|extra-index-url|find-links)\S*", lock.read_text()) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_its_hash(lock):
    packages = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n", "", lock.read_text()).strip())

    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_every_dependency_says_why_it_is_there():
    lines = re.findall(r'^    "[a-z0-9-]+[<>=].*$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if "# " not in line] == []


def test_every_suppression_says_why_it_is_there():
    code = list(ROOT.glob("[a-z]*/**/*.py"))
    bare = re.compile(r"# (?:noqa|nosec|type: ignore)(?::? ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[a-z, -]+\])?$", re.MULTILINE)

    assert len(code) > 20
    assert [path.name for path in code if bare.search(path.read_text())] == []


def run_with_nothing_set(*command):
    """A command of ours in an environment that says nothing of Django; what it printed, and whether it went well."""
    said = {name for name in os.environ if name.startswith("DJANGO_")} | {"OWN_MACHINE"}
    environment = {name: os.environ[name] for name in os.environ.keys() - said}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603 - our own words


def test_a_command_works_on_somebodys_own_machine_with_nothing_set():
    done = run_with_nothing_set("manage.py", "check")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_server_refuses_to_start_without_a_secret():
    done = run_with_nothing_set("-c", "import tracker.wsgi")

    assert done.returncode == 1
    assert "Set DJANGO_SECRET_KEY to a long random value" in done.stderr


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ("", "{'options': '-c jit=off'}"),
        ("?sslmode=require", "{'sslmode': 'require', 'options': '-c jit=off'}"),
        ("?options=-c%20lock_timeout%3D5s", "{'options': '-c lock_timeout=5s -c jit=off'}"),
    ],
)
def test_postgresql_compiles_no_query_and_keeps_what_its_address_asks_for(asked, options):
    environment = os.environ | {"OWN_MACHINE": "1", "DATABASE_URL": f"postgres://localhost/tracker{asked}"}
    command = [sys.executable, "-c", "from tracker.settings import DATABASES; print(DATABASES['default']['OPTIONS'])"]

    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own words

    assert done.stdout.strip() == options
