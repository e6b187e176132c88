from django.db import migrations


def rename(old: str, new: str):
    """A step that gives the content type of Intake, and with it permissions and the admin's history, another app."""

    def step(apps, schema_editor):
        content_types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
        # There is none where the database is new: Django makes it after the last migration.
        content_types.filter(app_label=old, model="intake").update(app_label=new)

    return step


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(rename("responses", "intake"), rename("intake", "responses")),
    ]
