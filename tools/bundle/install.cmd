rem Installs realisera from this folder, without a network, into .venv.
cd /d "%~dp0" && py -m venv .venv
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --requirement requirements.lock
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --no-deps realisera
