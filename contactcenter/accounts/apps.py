"""The accounts application: hears from the sign-in package when a second factor changes."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "contactcenter.accounts"

    def ready(self):
        from allauth.mfa import signals

        from .adapter import end_other_sessions

        for signal in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
            signal.connect(end_other_sessions, dispatch_uid="end-other-sessions")
