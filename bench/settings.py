"""The settings of a server that the bench starts: those of your own machine, and static files as on a server."""

import os

from tracker.settings import *  # noqa: F403 - all of them

STATIC_ROOT = os.environ["BENCH_STATIC"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
