import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0006_whom_the_npcc_and_the_apcc_represent"),
        ("responses", "0014_answers_in_one_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wanted_on",
                    models.DateField(blank=True, help_text="By when the office wants it, where it said so.", null=True),
                ),
                (
                    "with_office_since",
                    models.DateTimeField(blank=True, help_text="Empty while its own people have it.", null=True),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recommendations.body"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="responses.update"
                    ),
                ),
            ],
            options={
                "ordering": ["body__name"],
            },
        ),
        migrations.CreateModel(
            name="PartStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("started", "Asked for it"),
                            ("handed_in", "Handed it in"),
                            ("taken_up", "Took it up again"),
                            ("sent_back", "Sent it back"),
                            ("taken_back", "Took it back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="responses.part"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("officer_name", models.CharField(max_length=200)),
                ("officer_title", models.CharField(max_length=200)),
                ("said", models.JSONField(help_text="What was agreed: `Response.snapshot`.")),
                ("noted_at", models.DateTimeField()),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recommendations.addressee"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="responses.update"
                    ),
                ),
            ],
            options={
                "ordering": ["noted_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("officer_name", ""), _negated=True),
                            models.Q(("officer_title", ""), _negated=True),
                        ),
                        name="agreed_by_an_officer_with_a_name_and_a_title",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(fields=("update", "body"), name="one_part_per_update_and_body"),
        ),
        migrations.AddConstraint(
            model_name="partstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["started", "handed_in", "taken_up", "sent_back", "taken_back"])),
                name="a_known_step_of_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="partstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", "sent_back"), _negated=True),
                    models.Q(("comment", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_part_is_sent_back_with_a_comment",
            ),
        ),
    ]
