"""Administration of what stands beside the form: call scripts, check lists, news and instructions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contactcenter.reference.admin import ReferenceAdmin, RoleTableAdmin

from ..forms.upkeep import CheckListForm, NoticeForm, ScriptForm
from ..models import CheckList, Notice, Script
from ..queries import upkeep


@admin.register(Script)
class ScriptAdmin(ReferenceAdmin):
    form = ScriptForm
    list_filter = ["is_active", "areas", "channels", "languages"]


@admin.register(CheckList)
class CheckListAdmin(ReferenceAdmin):
    form = CheckListForm
    list_filter = ["is_active", "areas"]


@admin.register(Notice)
class NoticeAdmin(RoleTableAdmin):
    """Shown by its days; what has been shown stays in the archive, and is taken out of use by its own tick."""

    form = NoticeForm
    list_display = ["name_fi", "name_sv", "kind", "importance", "shown_from", "shown_until", "is_active", "read_by"]
    list_filter = ["is_active", "kind", "importance", "areas"]
    search_fields = ["name_fi", "name_sv", "name_en", "text_fi", "text_sv", "text_en"]
    date_hierarchy = "shown_from"

    def get_queryset(self, request):
        return upkeep.with_readers(super().get_queryset(request))

    @admin.display(description=_("marked read by"))
    def read_by(self, notice):
        return notice.read_by
