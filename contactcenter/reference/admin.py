"""Administration of reference data: edited in three languages with history; codes stay, nothing is deleted."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from .models import AreaMembership, ContactChannel, County, Language, Municipality, ServiceArea

# What stands in the history of a row as the reason, in words; most changes have none.
REASONS = {"loaded": _("starting data"), "demo": _("data of the demo")}


class RoleTableAdmin(SimpleHistoryAdmin):
    """Pages opened by the role table, which the site asks; Django's own model permissions say nothing here."""

    by_role_table = True
    history_list_per_page = 500
    list_per_page = 50
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}  # choices are few: all in sight

    def may_edit(self, request) -> bool:
        return self.admin_site.may_edit(request, self.model)

    def has_module_permission(self, request):
        return self.may_edit(request)

    def has_view_permission(self, request, obj=None):
        return self.may_edit(request)

    def has_add_permission(self, request):
        return self.may_edit(request)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request)

    def history_view(self, request, object_id, extra_context=None):
        """The package asks the database before it looks at the identifier: a word for a number is simply not found."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def set_history_delta_changes(self, request, historical_records, *args, **kwargs):
        """The package writes the reason as it is stored, and "None" where there is none."""
        super().set_history_delta_changes(request, historical_records, *args, **kwargs)
        for record in historical_records:
            reason = record.history_change_reason or ""
            record.history_change_reason = REASONS.get(reason, reason)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An earlier version is read, never put back: the change is made by hand, and has its own history."""
        if request.method != "GET" or not version_id.isdigit() or self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def has_delete_permission(self, request, obj=None):
        """What is no longer used is taken out of use: figures of earlier years still refer to it."""
        return False


class ReferenceAdmin(RoleTableAdmin):
    """Every coded row alike: the code is chosen once."""

    list_display = ["code", "name_fi", "name_sv", "name_en", "is_active"]
    list_display_links = ["code", "name_fi"]
    list_filter = ["is_active"]
    search_fields = ["code", "name_fi", "name_sv", "name_en"]

    def get_fields(self, request, obj=None):
        """The code and the names first, whatever the model adds after them."""
        fields = super().get_fields(request, obj)
        first = ["code", "name_fi", "name_sv", "name_en"]
        return first + [field for field in fields if field not in first]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


admin.site.register([ContactChannel, County, Language, ServiceArea], ReferenceAdmin)


@admin.register(Municipality)
class MunicipalityAdmin(ReferenceAdmin):
    list_display = [*ReferenceAdmin.list_display, "county", "is_served"]
    list_filter = ["is_served", "is_active", "county"]
    list_select_related = ["county"]


@admin.register(AreaMembership)
class AreaMembershipAdmin(RoleTableAdmin):
    """A participation that ends gets its last day; a wrong one is corrected, and history tells both."""

    list_display = ["municipality", "service_area", "since_on", "until_on"]
    list_filter = ["service_area"]
    search_fields = ["municipality__name_fi", "municipality__name_sv"]
    list_select_related = ["municipality", "service_area"]
    ordering = ["municipality__name_fi", "service_area"]
