import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0008_a_month_of_a_target_has_its_date"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="in_error_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="commitment",
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
            model_name="commitment",
            name="in_error_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="in_error_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="revision",
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
            model_name="revision",
            name="in_error_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="commitment",
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
                name="commitment_in_error_by_a_person_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
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
                name="revision_in_error_by_a_person_for_a_reason",
            ),
        ),
    ]
