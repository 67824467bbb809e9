"""Every address of the product. Each app lists its own; this only says under which prefix."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
