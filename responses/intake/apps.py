from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """An app of its own inside `responses`, which knows nothing of it: letters on their way into the record."""

    name = "responses.intake"
    verbose_name = "Letters that arrived"

    def ready(self):
        from responses.intake import queue  # noqa: F401 - from now on the queue knows how files are read
