"""Addresses of opening_hours, with whole paths."""

app_name = "opening_hours"
urlpatterns = []
