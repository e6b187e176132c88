from django.db import migrations


def to_jobs(apps, schema_editor):
    """A job for each file that waits to be read. Whoever has one in hand now has it no more."""
    Intake, Job = apps.get_model("intake", "Intake"), apps.get_model("responses", "Job")
    waiting = Intake.objects.filter(read_at=None).order_by("pk").values_list("pk", "uploaded_at", "attempts")
    Job.objects.bulk_create(
        Job(kind="read", about=str(pk), made_at=at, try_at=at, attempts=attempts) for pk, at, attempts in waiting
    )


def from_jobs(apps, schema_editor):
    Intake, Job = apps.get_model("intake", "Intake"), apps.get_model("responses", "Job")
    jobs = Job.objects.filter(kind="read")
    for about, attempts in jobs.values_list("about", "attempts"):
        Intake.objects.filter(pk=about, read_at=None).update(attempts=attempts)
    jobs.delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_answers_that_come_as_a_file"), ("responses", "0024_jobs_and_bundles")]

    operations = [
        migrations.RunPython(to_jobs, from_jobs),
    ]
