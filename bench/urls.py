"""The pages that are measured, beside those of the product and behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from bench import limit, ours, peer


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def who(request: HttpRequest) -> HttpResponse:
    """Nothing but the question whether somebody is signed in."""
    return HttpResponse("ja" if request.user.is_authenticated else "nee")


urlpatterns = [
    path("bench/leeg/", empty),
    path("bench/wie/", who),
    path("bench/ours/<int:programme_id>/", ours.actions),
    path("bench/peer/<int:programme_id>/", peer.actions),
    path("bench/limit/<int:programme_id>/", limit.actions),
    path("", include("driehoek.config.urls")),
]
handler400 = "driehoek.ui.errors.bad_request"
handler403 = "driehoek.ui.errors.forbidden"
handler404 = "driehoek.ui.errors.not_found"
handler500 = "driehoek.ui.errors.crash"
