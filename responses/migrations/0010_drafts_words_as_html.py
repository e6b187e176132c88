"""Words that are still being written are kept as HTML from now on. What is on the record stays as it was stored."""

from django.db import migrations

from recommendations.words import from_marks, is_html, to_marks

PASSAGES = ("opening", "chief_officer_comments", "closing")


def to_the_stored_form(apps, schema_editor):
    for row, names in _kept(apps, is_draft=True):
        _change(row, {name: from_marks(getattr(row, name)) for name in names})
    for row, names in _kept(apps, is_draft=False):
        # Marked text that somebody began with a tag. A line end before it changes nothing, and says what it is.
        _change(row, {name: f"\n{text}" for name in names if is_html(text := getattr(row, name))})


def to_marked_text(apps, schema_editor):
    for is_draft in (True, False):
        for row, names in _kept(apps, is_draft=is_draft):
            _change(row, {name: to_marks(text) for name in names if is_html(text := getattr(row, name))})


def _kept(apps, *, is_draft):
    for name, about, fields in (("Update", "", PASSAGES), ("Response", "update__", ("text",))):
        rows = apps.get_model("responses", name).objects.filter(**{f"{about}recorded_at__isnull": is_draft})
        for row in rows.only(*fields).iterator():
            yield row, fields


def _change(row, texts):
    changed = {name: text for name, text in texts.items() if text != getattr(row, name)}
    if changed:
        type(row).objects.filter(pk=row.pk).update(**changed)


class Migration(migrations.Migration):
    dependencies = [("responses", "0009_promises_recorded_in_error")]

    operations = [migrations.RunPython(to_the_stored_form, to_marked_text)]
