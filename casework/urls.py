"""Addresses of casework, with whole paths."""

app_name = "casework"
urlpatterns = []
