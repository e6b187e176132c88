"""The door a web server comes in by."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()
resolve("/")  # imports every view now: a mistake in one stops the start, and is not left to the first visitor
import_module("responses.letter_pdf").preload()  # the first letter of a process would wait two seconds for this
