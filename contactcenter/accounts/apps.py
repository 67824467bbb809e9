"""The accounts application: hears from the sign-in package when a second factor changes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "contactcenter.accounts"
    verbose_name = _("People and rights")

    def ready(self):
        from allauth.mfa import signals

        from . import retention
        from .adapter import end_other_sessions

        for signal in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
            signal.connect(end_other_sessions, dispatch_uid="end-other-sessions")
        retention.register_rules()
