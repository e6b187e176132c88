from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_reading_is_a_job")]

    operations = [
        migrations.RemoveIndex(model_name="intake", name="intake_to_read"),
        migrations.RemoveField(model_name="intake", name="attempts"),
        migrations.RemoveField(model_name="intake", name="claimed_at"),
    ]
