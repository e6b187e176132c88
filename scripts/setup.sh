#!/bin/sh
# Makes a bare Debian or Ubuntu with python3 ready: `setup.sh run` to serve, `setup.sh dev` to change and test as well.
# Done once, it returns at once until the lock file changes.
set -eu
cd "$(dirname "$0")/.."
. scripts/apt.sh

what=$1
lock=requirements/$what.txt
stamp=.venv/$what-$(cat requirements/uv.txt "$lock" | sha256sum | cut -c 1-16)
if [ -e "$stamp" ] && .venv/bin/python -c ''; then exit 0; fi

can_load() { python3 -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null; }
has_chromium() { [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null; }

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
# WeasyPrint draws with these. Without the last it still works, three times as slowly.
can_load libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 ||
    apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
if [ "$what" = dev ]; then
    can_load libatomic.so.1 || apt_install libatomic1 # Playwright's driver needs it
    has_chromium || apt_install chromium fonts-liberation ||
        { echo "Browser tests need a Chromium: set CHROMIUM to the path of one." >&2; exit 1; }
fi

echo "Installing the locked Python packages ..."
.venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --require-hashes -r "$lock"
touch "$stamp"
