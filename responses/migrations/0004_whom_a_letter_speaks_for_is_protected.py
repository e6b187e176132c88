import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0004_number_and_place_in_our_words"),
        ("responses", "0003_newest_recorded_first"),
    ]

    operations = [
        # The table stays as it is: what changes is what Django does when a body of it is deleted.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SpeaksFor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="recommendations.body"),
                        ),
                        (
                            "update",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="responses.update"),
                        ),
                    ],
                    options={"db_table": "responses_update_speaks_for", "unique_together": {("update", "body")}},
                ),
                migrations.AlterField(
                    model_name="update",
                    name="speaks_for",
                    field=models.ManyToManyField(
                        related_name="spoken_for_in", through="responses.SpeaksFor", to="recommendations.body"
                    ),
                ),
            ]
        ),
    ]
