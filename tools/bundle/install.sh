#!/bin/sh
# Installs realisera from this folder, without a network, into .venv. PYTHON names another Python 3.11 or later.
set -e
cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --requirement requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --no-deps realisera
