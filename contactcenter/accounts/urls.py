"""Addresses of accounts, with whole paths."""

app_name = "accounts"
urlpatterns = []
