"""The product itself as a Django application: commands, checks and templates that belong to the whole."""

from django.apps import AppConfig


class ContactCenterConfig(AppConfig):
    name = "contactcenter"
    label = "contactcenter"
