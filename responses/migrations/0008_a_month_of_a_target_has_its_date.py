from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0007_one_vocabulary_of_voices"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="commitment",
            name="a_target_month_is_kept_as_its_first_day",
        ),
        migrations.RemoveConstraint(
            model_name="revision",
            name="a_revised_month_is_kept_as_its_first_day",
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target", None), ("target_precision", "")),
                    models.Q(("target__isnull", False), ("target_precision", "day")),
                    models.Q(("target__day", 1), ("target__isnull", False), ("target_precision", "month")),
                    _connector="OR",
                ),
                name="a_target_month_is_kept_as_its_first_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target", None), ("target_precision", "")),
                    models.Q(("target__isnull", False), ("target_precision", "day")),
                    models.Q(("target__day", 1), ("target__isnull", False), ("target_precision", "month")),
                    _connector="OR",
                ),
                name="a_revised_month_is_kept_as_its_first_day",
            ),
        ),
    ]
