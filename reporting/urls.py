"""Addresses of the figures."""

from django.urls import path

from . import views

app_name = "reporting"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/charts/<slug:code>/", views.figure_chart, name="figure_chart"),
    path("figures/exports/", views.export_list, name="export_list"),
    path("figures/exports/<uuid:pk>/", views.export_detail, name="export_detail"),
    path("figures/exports/<uuid:pk>/cancel/", views.export_cancel, name="export_cancel"),
    path("figures/exports/<uuid:pk>/file/", views.export_file, name="export_file"),
]
