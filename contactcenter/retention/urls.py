"""The addresses of retention."""

from django.urls import path

from . import views

app_name = "retention"
urlpatterns = [
    path("retention/", views.overview, name="overview"),
    path("retention/count/", views.count, name="count"),
    path("retention/holds/", views.hold_new, name="hold_new"),
    path("retention/holds/<int:pk>/lift/", views.hold_lift, name="hold_lift"),
    path("retention/rules/<slug:code>/release/", views.release, name="release"),
]
