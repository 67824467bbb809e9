"""Administration of what contacts are classified by."""

from django.contrib import admin

from contactcenter.reference.admin import ReferenceAdmin, RoleTableAdmin

from ..models import (
    ContactParty,
    ContactReason,
    DemandClass,
    DestinationRule,
    GuidanceLevel,
    QuickEnd,
    RoutingDestination,
    Segment,
    SegmentHint,
    TopicOutcome,
)

admin.site.register([ContactParty, GuidanceLevel, QuickEnd, TopicOutcome], ReferenceAdmin)


class SegmentHintInline(admin.TabularInline):
    """Where people of a segment are usually guided. No figure refers to it, so a hint may also be removed."""

    model = SegmentHint
    extra = 1

    def has_view_permission(self, request, obj=None):
        return admin.site.may_edit(request, self.model)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Segment)
class SegmentAdmin(ReferenceAdmin):
    list_display = [*ReferenceAdmin.list_display, "default_level"]
    list_select_related = ["default_level"]
    inlines = [SegmentHintInline]


@admin.register(ContactReason)
class ContactReasonAdmin(ReferenceAdmin):
    list_filter = ["is_active", "areas", "category"]


@admin.register(DemandClass)
class DemandClassAdmin(ReferenceAdmin):
    list_display = [*ReferenceAdmin.list_display, "kind"]
    list_filter = ["kind", "is_active"]


@admin.register(RoutingDestination)
class RoutingDestinationAdmin(ReferenceAdmin):
    list_display = [*ReferenceAdmin.list_display, "outside_sote"]
    list_filter = ["outside_sote", "is_active", "group"]


@admin.register(DestinationRule)
class DestinationRuleAdmin(RoleTableAdmin):
    """The order is the key: the first rule that matches decides."""

    list_display = ["order", "provider_type", "match", "destination", "is_active"]
    list_filter = ["is_active", "provider_type"]
    list_select_related = ["destination"]

    def get_readonly_fields(self, request, obj=None):
        return ["order"] if obj else []
