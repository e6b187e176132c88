"""What a page is made of can be served, under a policy that runs nothing written into the page itself."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
# Letters are also rendered to PDF, and the admin's templates are Django's.
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


def test_every_file_that_another_names_is_there(tmp_path, settings):
    # A manifest refuses to be written while a style sheet or script names a file, or a source map, that is missing.
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    hashed = ManifestStaticFilesStorage(location=tmp_path).hashed_files
    assert {"app.js", "app.css", "autosave.js", "editor/page.js", "govuk/govuk.js", "govuk/govuk.css"} <= hashed.keys()


def test_every_script_a_script_imports_is_there():
    scripts = [*ROOT.glob("static/*.js"), *ROOT.glob("static/confirm/*.js"), *ROOT.glob("static/editor/**/*.js")]
    imports = [(script, name) for script in scripts for name in re.findall(r'from "(.*?)"', script.read_text())]

    assert len(imports) > 2
    assert [name for script, name in imports if not (script.parent / name).is_file()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_has_nothing_inline(template):
    assert INLINE.findall(template.read_text()) == []


def test_every_partial_says_what_it_needs():
    partials = [*ROOT.glob("templates/components/_*.html")]

    assert len(partials) > 8
    assert [path.name for path in partials if not path.read_text().startswith(("{# Needs", "{# Optional"))] == []


def test_nothing_that_belongs_to_govuk_alone_is_served():
    css = (ROOT / "static/govuk/govuk.css").read_text()

    assert re.findall(r"url\(|@font-face|GDS Transport|crest|crown", css) == []
    kept = sorted(path.name for path in (ROOT / "static/govuk").iterdir())
    assert kept == ["LICENSE.txt", "README.md", "govuk.css", "govuk.js"]
