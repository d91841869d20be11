from django.urls import path

from driehoek.ui import views

urlpatterns = [
    path("componenten/", views.components, name="components"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("licentie/", views.licence, name="licence"),
    path("taal/", views.language, name="language"),
]
