from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "responses"
    verbose_name = "What came back"

    def ready(self):
        # From now on the queue knows these kinds of job.
        from responses.jobs import bundles  # noqa: F401 - above
        from responses.mail import outbox, reminders  # noqa: F401 - above
