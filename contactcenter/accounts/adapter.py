"""How sign-in behaves where the package leaves it to us: no sign-up, and changes of credentials end the rest."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from . import actions


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def authenticate(self, request, **credentials):
        """The demo's public password opens nothing outside the demo, whatever a database holds."""
        if credentials.get("password") == settings.DEMO_PASSWORD and not settings.DEMO:
            return None
        return super().authenticate(request, **credentials)

    def set_password(self, user, password: str) -> None:
        """A user's own change; the package keeps the session in which it was made."""
        super().set_password(user, password)
        actions.raise_rights_epoch(user)


def end_other_sessions(request, user, **signal) -> None:
    """The second factor changed: whoever else is signed in as this user is signed out."""
    actions.end_sessions(user, keep=request.session.session_key)
    actions.raise_rights_epoch(user)
