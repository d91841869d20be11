import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.config.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Read the figures while the first visitor still reads the start page."""
    from django.db import connections

    from driehoek.figures.queries import warm

    try:
        warm()
    finally:
        connections.close_all()


Thread(target=_warm, daemon=True, name="warm").start()
