"""Addresses of chat: public pages under a language prefix, the rest with whole paths."""

public_patterns = []
urlpatterns = []
