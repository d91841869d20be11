from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "driehoek.web"

    def ready(self) -> None:
        """Tell the head of every page how to find the place."""
        from driehoek.web import place  # noqa: F401
