#!/bin/sh
# Pins every package that pyproject.toml leads to, with its hashes, for any platform from Python 3.11 on.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never UV_CUSTOM_COMPILE_COMMAND="make lock"

lock() { .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes "$@"; }

echo uv | lock - --output-file requirements/uv.txt
lock pyproject.toml --output-file requirements/run.txt
# What tests run on is what is served: the second file may add to the first, never differ from it.
lock pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
