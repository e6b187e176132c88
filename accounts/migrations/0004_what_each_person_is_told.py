from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_a_reader"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="told_of_question",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="user",
            name="told_of_reminder",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="user",
            name="told_of_sent",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="user",
            name="told_of_sign_off",
            field=models.BooleanField(default=True),
        ),
    ]
