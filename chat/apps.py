"""Chat as an application: starts its pulse with the process's engine, and follows contacts that are completed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Chat")

    def ready(self):
        from casework.actions.completing import after_completion

        from . import actions, pulse, retention  # noqa: F401 - the pulse registers its background work

        after_completion.append(actions.close_chat_of)
        retention.register_rules()
