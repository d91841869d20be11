from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    name = "driehoek.common"

    def ready(self) -> None:
        """Every room announces itself: its rights, its kinds of object, its strands of the thread, its words for events."""
        autodiscover_modules("guards", "rights", "kinds", "strands", "timeline", "commands")
