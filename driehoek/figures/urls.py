from django.urls import path, register_converter

from driehoek.figures import converters, views
from driehoek.figures._interpretation_views import edit, remove
from driehoek.figures._source_views import sources

register_converter(converters.AreaConverter, "area")
register_converter(converters.IndicatorConverter, "indicator")
register_converter(converters.PictureFormConverter, "pictureform")
register_converter(converters.ChartFormConverter, "chartform")

urlpatterns = [
    path("beeld/", views.index, name="pictures"),
    path("beeld/bronnen/", sources, name="sources"),
    path("beeld/soort/<indicator:code>/", views.everywhere, name="figure_everywhere"),
    path("beeld/duiding/<int:interpretation_id>/", edit, name="interpretation"),
    path("beeld/duiding/<int:interpretation_id>/weg/", remove, name="interpretation_remove"),
    path("beeld/<area:area>/", views.picture, name="picture"),
    path("beeld/<area:area>.<pictureform:form>", views.picture_file, name="picture_file"),
    path("beeld/<area:area>/<indicator:code>/", views.figure, name="figure"),
    path("beeld/<area:area>/<indicator:code>.<chartform:form>", views.figure_file, name="figure_file"),
]
