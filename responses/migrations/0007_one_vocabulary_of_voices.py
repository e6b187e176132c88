from django.db import migrations, models

VOICES = [
    ("force", "The chief constable or the force"),
    ("local_policing_body", "The local policing body"),
    ("joint", "Both of them together"),
    ("npcc", "The NPCC"),
    ("apcc", "The APCC"),
    ("home_office", "The Home Office"),
    ("national_body", "A national body"),
    ("not_stated", "Not stated"),
]
# As passages had them, and as everything has them.
RENAMED = {"pcc": "local_policing_body", "unknown": "not_stated"}


def rename(apps, renamed):
    for old, new in renamed.items():
        apps.get_model("responses", "Passage").objects.filter(voice=old).update(voice=new)
    intakes = apps.get_model("responses", "Intake").objects.exclude(proposal_json=None)
    for intake in intakes.only("proposal_json").iterator():
        for passage in intake.proposal_json["passages"]:
            passage["voice"] = renamed.get(passage["voice"], passage["voice"])
        intake.save(update_fields=["proposal_json"])


def forwards(apps, schema_editor):
    rename(apps, RENAMED)


def backwards(apps, schema_editor):
    rename(apps, {new: old for old, new in RENAMED.items()})


class Migration(migrations.Migration):
    dependencies = [("responses", "0006_errors_corrections_judgements_and_awaiting")]

    operations = [
        migrations.AlterField("passage", "voice", models.CharField(choices=VOICES, max_length=20)),
        migrations.AlterField(
            "response", "voice", models.CharField(choices=VOICES, default="not_stated", max_length=20)
        ),
        migrations.RunPython(forwards, backwards),
    ]
