"""The addresses of this room."""

from django.urls import path, register_converter

from driehoek.programme.actions import views as actions
from driehoek.programme.converters import StepConverter
from driehoek.programme.minutes import views as minutes
from driehoek.programme.programmes import views as programmes
from driehoek.programme.sheet import views as sheet

register_converter(StepConverter, "step")

urlpatterns = [
    path("programma/", programmes.overview, name="programmes"),
    path("programma/mijn/", minutes.mine, name="my_twenty_minutes"),
    path("programma/nieuw/", programmes.start, name="programme_start"),
    path("programma/<int:programme_id>/", programmes.programme, name="programme"),
    path("programma/<int:programme_id>/wijzigen/", programmes.edit, name="programme_edit"),
    path("programma/<int:programme_id>/stap/<step:verb>/", programmes.step, name="programme_step"),
    path("programma/<int:programme_id>/besluit/", programmes.adopt, name="programme_adopt"),
    path("programma/<int:programme_id>/acties.<str:form>", sheet.download, name="programme_sheet"),
    path("programma/<int:programme_id>/inlezen/", sheet.bring_back, name="programme_import"),
    path("programma/<int:programme_id>/plakken/", sheet.paste, name="programme_paste"),
    path("programma/<int:programme_id>/meenemen/", sheet.carry_over, name="programme_carry_over"),
    path("programma/<int:programme_id>/actie/nieuw/", actions.new, name="action_new"),
    path("programma/<int:programme_id>/actie/<int:number>/", actions.action, name="action"),
    path("programma/<int:programme_id>/actie/<int:number>/wijzigen/", actions.edit, name="action_edit"),
    path("programma/<int:programme_id>/actie/<int:number>/stap/<step:verb>/", actions.step, name="action_step"),
    path("programma/<int:programme_id>/actie/<int:number>/maatregel/", actions.move, name="action_move"),
    path("programma/<int:programme_id>/actie/<int:number>/verwijderen/", actions.remove, name="action_remove"),
    path("programma/<int:programme_id>/actie/<int:number>/voortgang/", actions.report, name="action_report"),
]
