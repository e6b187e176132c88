from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "responses"
    verbose_name = "What came back"

    def ready(self):
        from responses.jobs import bundles  # noqa: F401 - from now on the queue knows these kinds of job
