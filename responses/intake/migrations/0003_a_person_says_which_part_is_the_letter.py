from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_it_is_known_by_its_new_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="letter_parts",
            field=models.JSONField(
                blank=True,
                help_text="The places, from 0, of the parts of the file that a person says are the letter.",
                null=True,
            ),
        ),
    ]
