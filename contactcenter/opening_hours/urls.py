"""Addresses of opening_hours, with whole paths."""

from django.urls import path

from . import views

app_name = "opening_hours"
urlpatterns = [
    path("hours/", views.hours, name="hours"),
    path("hours/day/", views.day, name="day"),
    path("hours/exceptions/new/", views.exception_new, name="exception_new"),
    path("hours/exceptions/<int:pk>/", views.exception_edit, name="exception_edit"),
    path("hours/exceptions/<int:pk>/remove/", views.exception_remove, name="exception_remove"),
    path("hours/demo/", views.demo_hours, name="demo_hours"),
]
