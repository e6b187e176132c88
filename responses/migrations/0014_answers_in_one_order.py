from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("responses", "0013_sign_off_is_asked_for")]

    operations = [
        migrations.AlterModelOptions(
            name="response",
            options={
                "ordering": ["addressee__recommendation__order", "addressee__body__kind", "addressee__body__name"]
            },
        ),
    ]
