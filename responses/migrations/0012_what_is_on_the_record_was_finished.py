from django.db import migrations
from django.db.models import OuterRef, Subquery


def finish(apps, schema_editor):
    """Whoever put a letter on the record, or signed a draft off, said so of all its answers.

    Nobody said so of an answer in any other draft: it waits for a person, with the choices that it has. Some are "not
    stated" because saving in the background once stored that for a question nobody had answered; which, cannot be told.
    """
    Response, Update = apps.get_model("responses", "Response"), apps.get_model("responses", "Update")
    for person, moment in [("recorded_by", "recorded_at"), ("signed_off_by", "signed_off_at")]:
        update = Update.objects.filter(pk=OuterRef("update"))
        said_so = Response.objects.filter(finished_at=None, **{f"update__{moment}__isnull": False})
        said_so.update(finished_by=Subquery(update.values(person)[:1]), finished_at=Subquery(update.values(moment)[:1]))


class Migration(migrations.Migration):
    dependencies = [("responses", "0011_an_answer_is_finished_when_a_person_says_so")]

    operations = [migrations.RunPython(finish, migrations.RunPython.noop)]
