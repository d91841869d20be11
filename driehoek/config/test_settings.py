"""The settings of the tests: the same installation on a fixed day, in a data directory of its own, with mail in memory."""

import os
import tempfile
from pathlib import Path

_DATA = os.environ.setdefault("DRIEHOEK_DATA", str(Path(tempfile.gettempdir()) / f"driehoek-tests-{os.getuid()}"))
os.environ.setdefault("DRIEHOEK_TODAY", "2024-10-15")
os.environ.setdefault("DRIEHOEK_SECRET_KEY", "only-for-tests")

from driehoek.config.settings import *  # noqa: E402, F403
from driehoek.config.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
ACCOUNT_RATE_LIMITS = False
