from django.db import migrations

REPRESENT = {"npcc": "force", "apcc": "local_policing_body"}


def say_whom(apps, schema_editor):
    """The two that fixtures/bodies.yaml names, where they are kept already; what somebody chose stays."""
    bodies = apps.get_model("recommendations", "Body").objects.filter(kind="national_body", represents="")
    for slug, kind in REPRESENT.items():
        bodies.filter(slug=slug).update(represents=kind)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0005_contacts_requests_and_more_time")]
    operations = [migrations.RunPython(say_whom, migrations.RunPython.noop)]
