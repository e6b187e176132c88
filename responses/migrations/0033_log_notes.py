import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0008_letterheads_are_kept"),
        ("responses", "0032_exports_are_noted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LogNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_error_at", models.DateTimeField(blank=True, null=True)),
                ("in_error_reason", models.TextField(blank=True)),
                (
                    "once",
                    models.UUIDField(default=uuid.uuid4, help_text="Of the page it was written on."),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("telephone", "Telephone call"), ("meeting", "Meeting"), ("email", "E-mail")],
                        max_length=20,
                    ),
                ),
                ("took_place_on", models.DateField()),
                ("with_whom", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField()),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["took_place_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="lognote",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log_notes", to="recommendations.body"
            ),
        ),
        migrations.AddField(
            model_name="lognote",
            name="in_error_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lognote",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lognote",
            name="super_complaint",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty where it was about none, or about several.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="log_notes",
                to="recommendations.supercomplaint",
            ),
        ),
        migrations.AddConstraint(
            model_name="lognote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_error_at", None), ("in_error_by", None), ("in_error_reason", "")),
                    models.Q(
                        ("in_error_at__isnull", False),
                        ("in_error_by__isnull", False),
                        models.Q(("in_error_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lognote_in_error_by_a_person_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="lognote",
            constraint=models.UniqueConstraint(fields=("once",), name="a_note_of_the_log_is_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="lognote",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["telephone", "meeting", "email"])),
                name="a_known_way_to_deal_with_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="lognote",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_note_of_the_log_has_words"
            ),
        ),
    ]
