from django.urls import path, register_converter

from driehoek.web import demo_day, health, history, search, start, thread
from driehoek.web.converters import KindConverter

register_converter(KindConverter, "kind")

urlpatterns = [
    path("", start.start, name="start"),
    path("zoeken/", search.results, name="search"),
    path("draad/", thread.gaps, name="gaps"),
    path("draad/<kind:kind>/<str:object_id>", thread.thread, name="thread"),
    path("tijdlijn/<kind:kind>/<str:object_id>/", history.timeline, name="timeline"),
    path("ongedaan/<int:event_id>/", history.undo_event, name="undo"),
    path("demodag/", demo_day.change, name="demo_day"),
    path("gezondheid", health.health, name="health"),
]
