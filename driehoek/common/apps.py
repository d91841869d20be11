from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    name = "driehoek.common"

    def ready(self) -> None:
        """Every room announces itself: its rights, its kinds of object, its strands of the thread, its words for events."""
        from driehoek.common import collation

        connection_created.connect(collation.give_to_sqlite, dispatch_uid=collation.NAME)
        autodiscover_modules("guards", "rights", "kinds", "strands", "timeline", "commands")
