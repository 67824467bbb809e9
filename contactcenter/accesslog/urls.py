"""Addresses of accesslog, with whole paths."""

app_name = "accesslog"
urlpatterns = []
