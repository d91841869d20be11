"""The settings of the tests: the same installation on a fixed day, in a data directory of its own, with mail in memory."""

import atexit
import os
import shutil
import tempfile

if "DRIEHOEK_DATA" not in os.environ:  # one per run: several runs may go side by side; the workers of one run inherit it
    os.environ["DRIEHOEK_DATA"] = tempfile.mkdtemp(prefix="driehoek-tests-")
    atexit.register(shutil.rmtree, os.environ["DRIEHOEK_DATA"], ignore_errors=True)
os.environ.setdefault("DRIEHOEK_TODAY", "2024-10-15")
os.environ.setdefault("DRIEHOEK_SECRET_KEY", "only-for-tests")

from driehoek.config.settings import *  # noqa: F403
from driehoek.config.settings import DATA_DIR, STORAGES

STATIC_ROOT = DATA_DIR / "static"  # nothing is collected; WhiteNoise only wants the folder to be there
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
ACCOUNT_RATE_LIMITS = False
