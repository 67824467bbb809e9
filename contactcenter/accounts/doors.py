"""The doors of views that are not ours: by view name, since they carry no mark. What is not named is refused."""

from .access import PUBLIC
from .roles import Permission

CLOSED = "closed"  # the package offers it, we do not: 404

OTHERS = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,  # its page sends the anonymous on; a POST ends the session
    "account_inactive": PUBLIC,
    "account_reauthenticate": Permission.SIGNED_IN,
    "account_change_password": Permission.SIGNED_IN,
    "account_signup": CLOSED,
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_confirm_email": CLOSED,
    "account_confirm_login_code": CLOSED,
    "account_set_password": CLOSED,
    # An administrator gives a new password: many users have no mail address, and no mail can then be forged.
    "account_reset_password": CLOSED,
    "account_reset_password_done": CLOSED,
    "account_reset_password_from_key": CLOSED,
    "account_reset_password_from_key_done": CLOSED,
    "mfa_authenticate": PUBLIC,  # between password and code nobody is signed in yet; it checks that state itself
    "mfa_reauthenticate": Permission.SIGNED_IN,
    "mfa_index": Permission.SIGNED_IN,
    "mfa_activate_totp": Permission.SIGNED_IN,
    "mfa_deactivate_totp": Permission.SIGNED_IN,
    "mfa_view_recovery_codes": Permission.SIGNED_IN,
    "mfa_generate_recovery_codes": Permission.SIGNED_IN,
    "mfa_download_recovery_codes": Permission.SIGNED_IN,
    "admin:login": CLOSED,
    "admin:logout": CLOSED,
    "admin:password_change": CLOSED,
    "admin:password_change_done": CLOSED,
    "admin:view_on_site": CLOSED,
    "admin:autocomplete": CLOSED,
    "admin:catalogue_service_add": CLOSED,  # services come from the register or their providers
}
# Each administration page asks the role table about its model as well, see admin_site.py.
ADMINISTRATION, PEOPLE = "admin:", "admin:accounts_"
WHOLE_ADMINISTRATION = {"admin:index", "admin:app_list", "admin:jsi18n"}
# What a user without the demanded second factor may open.
SETTING_UP_SECOND_FACTOR = {"mfa_activate_totp", "account_reauthenticate"}
# Same for everybody, without a session.
NEVER_PRIVATE = {"favicon", "front_door", "healthz", "readyz"}


def door_of(view, name: str):
    """The permission, PUBLIC or CLOSED a view asks for; None when nobody has said, which is a refusal."""
    own = getattr(view, "door", None)
    if own is not None:
        return own
    if name in OTHERS:
        return OTHERS[name]
    return door_of_administration(name) if name.startswith(ADMINISTRATION) else None


def door_of_administration(name: str):
    if name.endswith("_delete"):
        return CLOSED
    if name in WHOLE_ADMINISTRATION:
        return Permission.ADMINISTRATION
    return Permission.USERS_EDIT if name.startswith(PEOPLE) else Permission.REFERENCE_EDIT
