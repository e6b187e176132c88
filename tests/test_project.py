"""What the project promises of its own files."""

import re
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
