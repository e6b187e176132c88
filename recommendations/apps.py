from django.apps import AppConfig
from django.urls import register_converter

from recommendations.addresses import NumberConverter


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "What was asked, and of whom"

    def ready(self):
        register_converter(NumberConverter, "number")
