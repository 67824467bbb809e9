"""Own pages of users; signing in and out are the package's addresses, included by the product."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("accounts/me/", views.profile, name="profile"),
]
