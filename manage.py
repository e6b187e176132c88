#!/usr/bin/env python
"""Django's command line for the tracker."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    # A server's environment holds a secret (docs/operations.md). Where there is none, this is somebody's own machine.
    if not os.environ.get("DJANGO_SECRET_KEY"):
        os.environ.setdefault("OWN_MACHINE", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
