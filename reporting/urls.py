"""Addresses of reporting, with whole paths."""

app_name = "reporting"
urlpatterns = []
