"""Administration of what leads the form: its steps, triggers, first information, segment questions and rules."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contactcenter.reference.admin import ReferenceAdmin, RoleTableAdmin

from ..forms.upkeep import (
    FirstInformationForm,
    FormStepForm,
    SegmentQuestionForm,
    SegmentRulesForm,
    TriggerForm,
)
from ..models import FirstInformation, FormStep, SegmentQuestion, SegmentRules, Trigger
from ..queries import upkeep


@admin.register(FormStep)
class FormStepAdmin(ReferenceAdmin):
    form = FormStepForm
    list_display = [*ReferenceAdmin.list_display, "step", "position"]
    list_filter = ["is_active", "step", "areas"]


@admin.register(Trigger)
class TriggerAdmin(ReferenceAdmin):
    form = TriggerForm
    list_display = [*ReferenceAdmin.list_display, "level", "blocks_questions", "phone", "default_route"]
    list_select_related = ["level", "default_route"]
    list_filter = ["is_active", "blocks_questions", "level", "areas"]


@admin.register(FirstInformation)
class FirstInformationAdmin(ReferenceAdmin):
    form = FirstInformationForm
    list_display = [*ReferenceAdmin.list_display, "kind", "opens_from_level"]
    list_select_related = ["opens_from_level"]
    list_filter = ["is_active", "kind", "opens_from_level", "areas"]


@admin.register(SegmentQuestion)
class SegmentQuestionAdmin(ReferenceAdmin):
    form = SegmentQuestionForm
    list_display = [*ReferenceAdmin.list_display, "axis", "weight"]
    list_filter = ["is_active", "axis", "areas"]


@admin.register(SegmentRules)
class SegmentRulesAdmin(RoleTableAdmin):
    """Rules that somebody was assessed with stay as they are: a change is a new version, saved as new."""

    form = SegmentRulesForm
    save_as = True
    save_as_continue = False
    list_display = ["version", "in_force_on", "weak_resources_at", "complex_at", "is_active", "assessments"]
    list_filter = ["is_active"]

    def get_queryset(self, request):
        return upkeep.with_assessments(super().get_queryset(request))

    @admin.display(description=_("contacts assessed"))
    def assessments(self, rules):
        return rules.assessments
