"""The address of the access log."""

from django.urls import path

from . import views

app_name = "accesslog"
urlpatterns = [
    path("accesslog/", views.entries, name="entries"),
    path("accesslog/by-reason/count/", views.by_reason_count, name="by_reason_count"),
]
