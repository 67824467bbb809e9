"""Addresses of the catalogue: public pages under a language prefix, the workspace's with whole paths."""

from django.urls import path

from . import views

public_patterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("categories/<slug:code>/", views.category, name="category"),
    path("services/", views.services, name="services"),
    path("services/<uuid:pk>/", views.service, name="service"),
    path("providers/<uuid:pk>/", views.provider, name="provider"),
]
urlpatterns = [
    path("catalogue/import/", views.import_runs, name="import_runs"),
    path("catalogue/import/<int:pk>/", views.import_run, name="import_run"),
]
