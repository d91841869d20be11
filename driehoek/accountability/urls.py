"""The addresses of this room. Those for inhabitants come first: they are asked for most, and every pattern before costs time."""

from django.urls import path, register_converter

from driehoek.accountability.converters import MunicipalityConverter, PlaceConverter
from driehoek.accountability.public import views as public
from driehoek.accountability.reports import views as reports

register_converter(MunicipalityConverter, "municipality")
register_converter(PlaceConverter, "place")

urlpatterns = [
    path("publiek/", public.index, name="public"),
    path("publiek/<municipality:code>/", public.municipality, name="public_area"),
    path("publiek/<municipality:code>/cijfers.<slug:form>", public.figures_file, name="public_figures"),
    path("verantwoording/", reports.overview, name="reports"),
    path("verantwoording/nieuw/", reports.new, name="report_new"),
    path("verantwoording/<uuid:report_id>/", reports.report, name="report"),
    path("verantwoording/<uuid:report_id>/afdruk/", reports.printed, name="report_print"),
    path("verantwoording/<uuid:report_id>/periode/", reports.period, name="report_period"),
    path("verantwoording/<uuid:report_id>/tekst/<place:key>/", reports.text, name="report_text"),
    path("verantwoording/<uuid:report_id>/stap/<slug:verb>/", reports.step, name="report_step"),
    path("verantwoording/<uuid:report_id>/verslag.<slug:form>", reports.file, name="report_file"),
]
