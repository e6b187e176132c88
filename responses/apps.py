from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class ResponsesConfig(AppConfig):
    name = "responses"
    verbose_name = "What came back"

    def ready(self):
        # From now on the queue knows these kinds of job.
        from responses.jobs import bundles, chasers  # noqa: F401 - above
        from responses.mail import digest, outbox, reminders  # noqa: F401 - above
        from responses.searching import kept

        # Only migrate itself knows when tables change, and tells it by signals.
        pre_migrate.connect(kept.before_migrations, sender=self)
        post_migrate.connect(kept.after_migrations, sender=self)
        checks.register(kept.check_triggers, checks.Tags.database)
