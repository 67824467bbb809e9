"""Addresses of opening_hours, with whole paths."""

from django.urls import path

from . import views

app_name = "opening_hours"
urlpatterns = [
    path("hours/demo/", views.demo_hours, name="demo_hours"),
]
