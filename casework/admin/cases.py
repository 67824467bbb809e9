"""Administration of a case's states, the steps between them, and how cases and needs assessments end."""

from django.contrib import admin

from contactcenter.reference.admin import ReferenceAdmin

from .. import actions
from ..forms.upkeep import CaseStateForm, CaseTransitionForm
from ..models import AssessmentOutcome, CaseOutcome, CaseState, CaseTransition

admin.site.register([AssessmentOutcome, CaseOutcome], ReferenceAdmin)


@admin.register(CaseState)
class CaseStateAdmin(ReferenceAdmin):
    form = CaseStateForm
    list_display = [*ReferenceAdmin.list_display, "is_first", "is_waiting", "is_closed"]

    def save_model(self, request, obj, form, change):
        actions.save_case_state(obj, by=request.user)


@admin.register(CaseTransition)
class CaseTransitionAdmin(ReferenceAdmin):
    form = CaseTransitionForm
    list_display = [*ReferenceAdmin.list_display, "from_state", "to_state", "needs_reason", "needs_outcome"]
    list_select_related = ["from_state", "to_state"]
    list_filter = ["is_active", "from_state", "to_state"]
