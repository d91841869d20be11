from django.urls import path, register_converter

from driehoek.figures import converters, views
from driehoek.figures._interpretation_views import edit, remove
from driehoek.figures._source_views import snapshot, snapshot_file, sources
from driehoek.figures.claims.views import claims
from driehoek.figures.findings import views as findings
from driehoek.figures.indicators import views as indicators
from driehoek.figures.indicators.typed import views as typed
from driehoek.figures.mapping.views import mapping_forget, upload
from driehoek.figures.pictures.chart_views import chart_file, charts
from driehoek.figures.pictures.neighbourhood_views import neighbourhoods, neighbourhoods_file
from driehoek.figures.pictures.sheet_views import side_by_side, side_by_side_file
from driehoek.figures.pictures.views import (
    pictures_of,
    safety_picture,
    safety_picture_field,
    safety_picture_file,
    safety_picture_step,
    safety_picture_title,
)
from driehoek.figures.talks.answering.views import input_answer
from driehoek.figures.talks.asking.views import request_edit, request_link, request_new, request_page, request_remind
from driehoek.figures.talks.views import talk, talk_edit, talk_new, talk_remove, talks, talks_file

register_converter(converters.AreaConverter, "area")
register_converter(converters.IndicatorConverter, "indicator")
register_converter(converters.PictureFormConverter, "pictureform")
register_converter(converters.ChartFormConverter, "chartform")
register_converter(converters.DocumentFormConverter, "documentform")
register_converter(converters.SheetFormConverter, "sheetform")

urlpatterns = [
    path("beeld/", views.index, name="pictures"),
    path("beeld/bronnen/", sources, name="sources"),
    path("beeld/bronnen/bestand/<uuid:upload_id>/", upload, name="upload"),
    path("beeld/bronnen/indeling/<int:mapping_id>/vergeten/", mapping_forget, name="mapping_forget"),
    path("beeld/bronnen/levering/<int:snapshot_id>/", snapshot, name="snapshot"),
    path("beeld/bronnen/levering/<int:snapshot_id>/cijfers.csv", snapshot_file, name="snapshot_file"),
    path("beeld/beweringen/", claims, name="claims"),
    path("beeld/volgt/", findings.followed, name="followed"),
    path("beeld/volgt/<int:following_id>/weg/", findings.figure_unfollow, name="figure_unfollow"),
    path("beeld/driehoek/<int:note_id>/besproken/", findings.note_settle, name="note_settle"),
    path("beeld/driehoek/<int:note_id>/weg/", findings.note_remove, name="note_remove"),
    path("beeld/duiding/gevraagd/<int:request_id>/sluiten/", findings.meaning_close, name="meaning_close"),
    path("beeld/indicatoren/", indicators.indicators, name="indicators"),
    path("beeld/indicatoren/nieuw/", indicators.indicator_new, name="indicator_new"),
    path("beeld/indicatoren.<pictureform:form>", indicators.indicators_file, name="indicators_file"),
    path("beeld/soort/<indicator:code>/", indicators.indicator, name="figure_everywhere"),
    path("beeld/soort/<indicator:code>/bewerken/", indicators.indicator_edit, name="indicator_edit"),
    path("beeld/soort/<indicator:code>/invullen/", typed.typed, name="type_in"),
    path("beeld/soort/<indicator:code>/breuk/", indicators.break_new, name="break_new"),
    path("beeld/soort/<indicator:code>/breuk/weg/", indicators.break_end, name="break_end"),
    path("beeld/soort/<indicator:code>/sluiten/", indicators.indicator_close, name="indicator_close"),
    path("beeld/soort/<indicator:code>/omschrijving/", indicators.indicator_offer, name="indicator_offer"),
    path("beeld/duiding/<int:interpretation_id>/", edit, name="interpretation"),
    path("beeld/duiding/<int:interpretation_id>/weg/", remove, name="interpretation_remove"),
    path("beeld/gesprek/<int:talk_id>/", talk, name="talk"),
    path("beeld/gesprek/<int:talk_id>/bewerken/", talk_edit, name="talk_edit"),
    path("beeld/gesprek/<int:talk_id>/weg/", talk_remove, name="talk_remove"),
    path("beeld/inbreng/<int:request_id>/", request_page, name="input_request"),
    path("beeld/inbreng/<int:request_id>/bewerken/", request_edit, name="input_request_edit"),
    path("beeld/inbreng/<int:request_id>/herinneren/", request_remind, name="input_request_remind"),
    path("beeld/inbreng/<int:request_id>/link/<int:asked_id>/", request_link, name="input_request_link"),
    path("beeld/<area:area>/driehoek/", findings.triangle, name="triangle"),
    path("beeld/<area:area>/gesprekken/", talks, name="talks"),
    path("beeld/<area:area>/gesprekken.xlsx", talks_file, name="talks_file"),
    path("beeld/<area:area>/gesprekken/nieuw/", talk_new, name="talk_new"),
    path("beeld/<area:area>/gesprekken/vragen/", request_new, name="input_request_new"),
    path("inbreng/<str:token>/", input_answer, name="input_answer"),
    path("beeld/vastgesteld/<uuid:picture_id>/", safety_picture, name="safety_picture"),
    path("beeld/vastgesteld/<uuid:picture_id>/titel/", safety_picture_title, name="safety_picture_title"),
    path("beeld/vastgesteld/<uuid:picture_id>/veld/<str:key>/", safety_picture_field, name="safety_picture_field"),
    path("beeld/vastgesteld/<uuid:picture_id>/stap/<str:verb>/", safety_picture_step, name="safety_picture_step"),
    path("beeld/vastgesteld/<uuid:picture_id>/beeld.<documentform:form>", safety_picture_file, name="safety_picture_file"),
    path("beeld/<area:area>/vastgesteld/", pictures_of, name="safety_pictures"),
    path("beeld/<area:area>/<indicator:code>/buurten/", neighbourhoods, name="neighbourhoods"),
    path("beeld/<area:area>/<indicator:code>/buurten.<chartform:form>", neighbourhoods_file, name="neighbourhoods_file"),
    path("beeld/<area:area>/<indicator:code>/grafieken/", charts, name="charts"),
    path("beeld/<area:area>/<indicator:code>/grafieken/<str:chart>.<chartform:form>", chart_file, name="chart_file"),
    path("beeld/<area:area>/naast-elkaar/", side_by_side, name="side_by_side"),
    path("beeld/<area:area>/naast-elkaar.<sheetform:form>", side_by_side_file, name="side_by_side_file"),
    path("beeld/<area:area>/", views.picture, name="picture"),
    path("beeld/<area:area>.<pictureform:form>", views.picture_file, name="picture_file"),
    path("beeld/<area:area>/<indicator:code>/", views.figure, name="figure"),
    path("beeld/<area:area>/<indicator:code>/volgen/", findings.figure_follow, name="figure_follow"),
    path("beeld/<area:area>/<indicator:code>/driehoek/", findings.triangle_new, name="triangle_new"),
    path("beeld/<area:area>/<indicator:code>/duiding-vragen/", findings.meaning_ask, name="meaning_ask"),
    path("beeld/<area:area>/<indicator:code>.<chartform:form>", views.figure_file, name="figure_file"),
]
