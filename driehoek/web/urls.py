from django.urls import path

from driehoek.web import history

urlpatterns = [
    path("ongedaan/<int:event_id>/", history.undo_event, name="undo"),
    path("tijdlijn/<str:kind>/<str:object_id>/", history.timeline, name="timeline"),
]
