"""Administration of organisations, units, users and their roles; every change of rights is an action."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contactcenter.reference.admin import RoleTableAdmin

from . import actions
from .forms import GrantForm, UserForm
from .models import Organisation, RoleGrant, Unit, User


@admin.register(Organisation)
class OrganisationAdmin(RoleTableAdmin):
    list_display = ["name_fi", "name_sv", "is_own"]
    search_fields = ["name_fi", "name_sv"]


@admin.register(Unit)
class UnitAdmin(RoleTableAdmin):
    list_display = ["name_fi", "name_sv", "organisation", "parent"]
    list_select_related = ["organisation", "parent"]
    list_filter = ["organisation"]
    search_fields = ["name_fi", "name_sv"]


@admin.register(User)
class UserAdmin(RoleTableAdmin):
    form = UserForm
    list_display = ["username", "last_name", "first_name", "unit", "roles", "is_active"]
    list_display_links = ["username", "last_name"]
    list_filter = ["is_active", "grants__role", "unit"]
    list_select_related = ["unit"]
    search_fields = ["username", "first_name", "last_name"]
    fields = [
        "username",
        "first_name",
        "last_name",
        "email",
        "unit",
        "language",
        "serves_in",
        "service_areas",
        "is_active",
        "new_password",
        "roles",
    ]
    readonly_fields = ["roles"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("grants__unit")

    @admin.display(description=_("Roles"))
    def roles(self, user):
        """The roles in force, and where to give another."""
        if not user.pk:
            return gettext("Save the user first, then give the roles.")
        address = reverse("admin:accounts_rolegrant_add") + "?" + urlencode({"user": user.pk})
        held = format_html_join("", "{}<br>", ([str(grant)] for grant in user.grants.all() if not grant.ended_at))
        return held + format_html('<a href="{}">{}</a>', address, gettext("Give a role"))

    def save_model(self, request, obj, form, change):
        if not change:
            actions.create_user(obj, password=form.cleaned_data["new_password"], by=request.user)
            return
        changed = set(form.changed_data) & set(UserForm.PLAIN)
        actions.change_user(obj, by=request.user, **{name: form.cleaned_data[name] for name in changed})
        if password := form.cleaned_data["new_password"]:
            actions.set_password(obj, password=password, by=request.user)

    def save_related(self, request, form, formsets, change):
        duty = form.cleaned_data
        actions.set_duty(form.instance, languages=duty["serves_in"], areas=duty["service_areas"])


@admin.register(RoleGrant)
class RoleGrantAdmin(RoleTableAdmin):
    """Roles are given and ended, never edited: history stays readable."""

    form = GrantForm
    list_display = ["user", "role", "unit", "granted_at", "granted_by", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter), "role"]
    list_select_related = ["user", "unit", "granted_by"]
    search_fields = ["user__username", "user__last_name"]
    actions = ["end_roles"]

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        grant = actions.grant_role(obj.user, role=obj.role, unit=obj.unit, by=request.user)
        obj.pk, obj._state.adding = grant.pk, False

    @admin.action(description=_("End the selected roles"), permissions=["view"])
    def end_roles(self, request, grants):
        for grant in grants.filter(ended_at=None):
            actions.end_role(grant, by=request.user)
        messages.success(request, gettext("The roles have ended."))
