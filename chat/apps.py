"""Chat as an application: starts its pulse with the process's engine, and follows contacts that are completed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Chat")

    def ready(self):
        from . import pulse, retention  # noqa: F401 - registers its background work

        retention.register_rules()
