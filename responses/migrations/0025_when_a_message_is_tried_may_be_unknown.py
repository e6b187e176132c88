from django.db import migrations, models


class Migration(migrations.Migration):
    # Alone, so that going back fills the column before it must be full again.
    dependencies = [("responses", "0024_jobs_and_bundles")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="try_at",
            field=models.DateTimeField(help_text="When it is tried next.", null=True),
        ),
    ]
