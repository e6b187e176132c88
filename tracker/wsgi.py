"""The door a web server comes in by."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()
resolve("/")  # imports every view now: a mistake in one stops the start, and is not left to the first visitor
