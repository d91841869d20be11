"""Every address of Driehoek; each room brings its own list."""

from importlib.util import find_spec

from django.urls import include, path

# `accountability` stands first: its pages for inhabitants must be found fast. `web` stands last: it has the start page.
_ROOMS = ["accountability", "ui", "organisations", "figures", "plans", "programme", "demo", "web"]

urlpatterns = [
    path("account/", include("allauth.urls")),
    *(path("", include(f"driehoek.{room}.urls")) for room in _ROOMS if find_spec(f"driehoek.{room}.urls")),
]

handler400 = "driehoek.ui.errors.bad_request"
handler403 = "driehoek.ui.errors.forbidden"
handler404 = "driehoek.ui.errors.not_found"
handler500 = "driehoek.ui.errors.crash"
