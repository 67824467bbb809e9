"""Django's administration pages, opened by the role table: who may edit which model, in three languages."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from .access import can
from .models import Organisation, RoleGrant, Unit, User
from .roles import Permission

PEOPLE = {Organisation, RoleGrant, Unit, User}


class AdministrationSite(AdminSite):
    """Holds reference data and people, never a client's data: models are registered one by one."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Reference data and users")
    site_url = "/accounts/me/"
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only pages that ask the role table: the packages' own would show more than an administrator may see."""
        if getattr(admin_class, "by_role_table", False):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        return can(request.user, Permission.ADMINISTRATION)

    def may_edit(self, request, model) -> bool:
        """The permission that guards a model's pages: users and units are one, the rest another."""
        return can(request.user, Permission.USERS_EDIT if model in PEOPLE else Permission.REFERENCE_EDIT)
