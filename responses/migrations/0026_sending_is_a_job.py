from django.db import migrations
from django.db.models import F


def to_jobs(apps, schema_editor):
    """A job for each message that was not sent. Whoever has one in hand now has it no more."""
    Message, Job = apps.get_model("responses", "Message"), apps.get_model("responses", "Job")
    facts = ("made_at", "try_at", "attempts", "trouble", "given_up_at")
    unsent = Message.objects.filter(sent_at=None).order_by("pk").values("pk", *facts)
    Job.objects.bulk_create(Job(kind="send", about=str(row.pop("pk")), **row) for row in unsent)


def from_jobs(apps, schema_editor):
    Message, Job = apps.get_model("responses", "Message"), apps.get_model("responses", "Job")
    Message.objects.update(try_at=F("made_at"))
    jobs = Job.objects.filter(kind="send")
    for about, try_at, attempts in jobs.values_list("about", "try_at", "attempts"):
        Message.objects.filter(pk=about).update(try_at=try_at, attempts=attempts)
    jobs.delete()


class Migration(migrations.Migration):
    dependencies = [("responses", "0025_when_a_message_is_tried_may_be_unknown")]

    operations = [migrations.RunPython(to_jobs, from_jobs)]
