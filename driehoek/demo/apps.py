"""Tells the page to sign in who can be chosen in a demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "driehoek.demo"

    def ready(self) -> None:
        from driehoek.demo.logins import PASSWORD, logins
        from driehoek.ui.logins import told_by

        told_by(lambda: [(role, email, PASSWORD) for role, email in logins()])
