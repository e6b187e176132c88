from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("responses", "0026_sending_is_a_job")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_to_send"),
        migrations.RemoveField(model_name="message", name="attempts"),
        migrations.RemoveField(model_name="message", name="claimed_at"),
        migrations.RemoveField(model_name="message", name="try_at"),
    ]
