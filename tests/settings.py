"""The software's own settings as on a developer's machine, with what tests need different, and why."""

import os

# Plain http, and no manifest of static files.
os.environ["OWN_MACHINE"] = "1"
# Playwright keeps an event loop in the thread that also asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from tracker.settings import *  # noqa: F403 - the environment above comes first, and all of it is wanted

# Signing in hundreds of times should not take minutes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Nothing has been collected.
STATIC_ROOT = None

# The live server's threads give their connection back at once: a test database in use cannot be removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - from tracker.settings

# Refusals are what many tests ask for: thousands of tracebacks of them take time, and hide the one that matters.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # noqa: F405 - from tracker.settings

# Most tests are a transaction, of which other threads see nothing.
WORKERS = 1

# A page is what the facts are, in every test: those about what is remembered say so.
PUBLIC_SECONDS = 0
