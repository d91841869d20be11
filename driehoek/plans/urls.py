"""The addresses of this room."""

from django.urls import path

from driehoek.plans.adoption import views as adoption
from driehoek.plans.candidates.views import candidate_new
from driehoek.plans.export_views import plan_file
from driehoek.plans.higher import views as higher
from driehoek.plans.parts import views as parts
from driehoek.plans.picturing.views import plan_picture
from driehoek.plans.reading.views import plan_read
from driehoek.plans.sharing import views as sharing
from driehoek.plans.writing import piece_views as pieces
from driehoek.plans.writing import views as writing

urlpatterns = [
    path("plannen/", writing.plans, name="plans"),
    path("plannen/nieuw/", writing.plan_new, name="plan_new"),
    path("plannen/nieuw/bestand/", plan_read, name="plan_read"),
    path("plannen/kandidaat/<str:area>/<str:code>/", candidate_new, name="candidate_new"),
    path("plannen/kaders/", higher.matrix, name="alignment"),
    path("plannen/kaders/nieuw/", higher.higher_new, name="higher_new"),
    path("plannen/kaders/<uuid:plan_id>/", higher.higher_plan, name="higher_plan"),
    path("plannen/kaders/thema/<uuid:theme_id>/", higher.higher_theme, name="higher_theme"),
    path("plannen/prioriteit/<uuid:piece_id>/", parts.priority, name="priority"),
    path("plannen/prioriteit/<uuid:piece_id>/thema/", higher.theme_link, name="theme_link"),
    path("plannen/prioriteit/<uuid:piece_id>/thema/<uuid:theme_id>/los/", higher.theme_unlink, name="theme_unlink"),
    path("plannen/doel/<uuid:piece_id>/", parts.goal, name="goal"),
    path("plannen/maatregel/<uuid:piece_id>/", parts.measure, name="measure"),
    path("plannen/lijn/<uuid:piece_id>/", parts.cross_line, name="cross_line"),
    path("plannen/deel/<uuid:piece_id>/", pieces.piece_edit, name="piece_edit"),
    path("plannen/deel/<uuid:piece_id>/doen/", pieces.piece_actions, name="piece_actions"),
    path("plannen/deel/<uuid:piece_id>/verplaatsen/", pieces.piece_move, name="piece_move"),
    path("plannen/deel/<uuid:piece_id>/weghalen/", pieces.piece_drop, name="piece_drop"),
    path("plannen/deel/<uuid:piece_id>/weglaten/", pieces.piece_leave_out, name="piece_leave_out"),
    path("plannen/deel/<uuid:piece_id>/gezamenlijk/", pieces.piece_joint, name="piece_joint"),
    path("plannen/deel/<uuid:piece_id>/geschiedenis/", pieces.piece_history, name="piece_history"),
    path("plannen/deel/<uuid:piece_id>/lijn/", higher.line_link, name="line_link"),
    path("plannen/<uuid:plan_id>/", writing.plan, name="plan"),
    path("plannen/<uuid:plan_id>/beeld/", plan_picture, name="plan_picture"),
    path("plannen/<uuid:plan_id>/nieuw/", pieces.piece_new, name="piece_new"),
    path("plannen/<uuid:plan_id>/verschillen/", writing.differences, name="plan_differences"),
    path("plannen/<uuid:plan_id>/opdatum/", writing.as_of, name="plan_as_of"),
    path("plannen/<uuid:plan_id>/samen/", sharing.together, name="plan_together"),
    path("plannen/<uuid:plan_id>/delen/", sharing.share, name="plan_share"),
    path("plannen/<uuid:plan_id>/invullen/", sharing.values, name="plan_values"),
    path("plannen/<uuid:plan_id>/vaststelling/", adoption.adoption, name="plan_adoption"),
    path("plannen/<uuid:plan_id>/vaststelling/<slug:verb>/", adoption.plan_step, name="plan_step"),
    path("plannen/<uuid:plan_id>/vaststelling/<str:municipality>/<slug:verb>/", adoption.part_step, name="plan_part_step"),
    path("plannen/<uuid:plan_id>/versies/<uuid:version_id>/", adoption.plan_version, name="plan_version"),
    path("plannen/<uuid:plan_id>/bestand.<slug:form>", plan_file, name="plan_file"),
]
