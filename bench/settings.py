"""The settings of the bench: those of an installation, with the pages of the bench beside its own."""

import os
from pathlib import Path

from driehoek.config.settings import *  # noqa: F403
from driehoek.config.settings import STATIC_ROOT, STORAGES, TEMPLATES

HERE = Path(__file__).resolve().parent
ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [HERE / "jinja2"]
TEMPLATES[1]["DIRS"] = [HERE / "templates", *TEMPLATES[1]["DIRS"]]
SESSION_ENGINE = os.environ.get("BENCH_SESSIONS", SESSION_ENGINE)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not (STATIC_ROOT / "staticfiles.json").exists():  # nothing was collected: names of files without their hash
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
