from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """An app of its own inside `responses`, which knows nothing of it: letters on their way into the record."""

    name = "responses.intake"
    verbose_name = "Letters that arrived"
