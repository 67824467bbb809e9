"""Addresses of contacts and persons."""

from django.urls import URLPattern

app_name = "casework"
urlpatterns: list[URLPattern] = []
