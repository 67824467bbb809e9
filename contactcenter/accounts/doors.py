"""The doors of views that are not ours: by view name, since they carry no mark."""

from .access import PUBLIC
from .roles import Permission

OTHERS = {
    "account_login": PUBLIC,
    "account_logout": Permission.SIGNED_IN,
}


def door_of(view, match):
    """The permission (or PUBLIC) a view asks for; None when nobody has said, which is a refusal."""
    own = getattr(view, "door", None)
    return own if own is not None else OTHERS.get(match.view_name)
