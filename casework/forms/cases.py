"""The small forms of a case: opening, next step, closing, plan, tasks, notes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contactcenter.accounts.models import User
from contactcenter.reference.models import Language, Municipality, ServiceArea
from contactcenter.timestamps import EARLIEST, LATEST

from ..models import ActsNext, AgreedService, Case, CaseTransition, GuidanceLevel, Segment
from ..queries import cases as queries
from .controls import CONTROL, SELECT

NEW_GOALS = 3


class WrittenDay(forms.DateField):
    """A day that must be given; browsers send it as ISO whatever the page's language."""

    def __init__(self, label, *, is_future=False, **options):
        super().__init__(label=label, input_formats=["%Y-%m-%d"],
                         widget=forms.DateInput({**CONTROL, "type": "date"}, format="%Y-%m-%d"), **options)  # fmt: skip
        self.is_future = is_future

    def clean(self, value):
        day = super().clean(value)
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Check the year."))
        if day and self.is_future and day < queries.today():
            raise forms.ValidationError(_("The day has already passed. Choose today or a later day."))
        return day


def text(label, limit: int, *, rows: int = 0, required: bool = True, **attributes):
    """A text of one line, or of `rows` lines."""
    widget = forms.Textarea if rows else forms.TextInput
    shape = {**CONTROL, "dir": "auto", "autocomplete": "off", **({"rows": rows} if rows else {}), **attributes}
    return forms.CharField(label=label, max_length=limit, required=required, widget=widget(shape))


def workers(label, units: set[int], *also: User | None):
    """The people who may be responsible, of these units, and whoever is it already."""
    wanted = {user.pk for user in queries.workers_of(units)} | {user.pk for user in also if user}
    rows = User.objects.filter(pk__in=wanted).order_by("last_name", "first_name")
    field = forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("Nobody yet"),
                                   widget=forms.Select(SELECT))  # fmt: skip
    field.label_from_instance = lambda user: user.display_name
    return field


class NextForm(forms.Form):
    """Who acts next, what they do and when."""

    acts_next = forms.ChoiceField(label=_("Acts next"), choices=ActsNext.choices, widget=forms.Select(SELECT))
    acts_next_name = text(_("Who, if somebody else"), 150, required=False)
    next_step = text(_("What happens next"), 300)
    next_on = WrittenDay(_("When"), is_future=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, case: Case | None = None, initial: dict | None = None):
        super().__init__(data, initial=initial, label_suffix="")
        if case and case.responsible:
            self.fields["acts_next"].choices = [
                (code, case.responsible.display_name if code == ActsNext.RESPONSIBLE else label)
                for code, label in ActsNext.choices
            ]

    def clean(self):
        given = super().clean()
        if given.get("acts_next") == ActsNext.OTHER and not given.get("acts_next_name"):
            self.add_error("acts_next_name", _("Write who acts next."))
        return given


class NewCaseForm(NextForm):
    """A case from a contact: only what the contact does not know yet."""

    subject = text(_("What the case is about"), 200)
    level = forms.ModelChoiceField(GuidanceLevel.objects.none(), label=_("Level"), empty_label=None,
                                   widget=forms.Select(SELECT))  # fmt: skip
    field_order = ["subject", "responsible", "level", "acts_next", "acts_next_name", "next_step", "next_on"]

    def __init__(self, data, *, user: User, units: set[int], initial: dict):
        super().__init__(data, initial=initial)
        del self.fields["version"]
        self.fields["responsible"] = workers(_("Responsible person"), units, user)
        self.fields["level"].queryset = GuidanceLevel.objects.filter(is_active=True)
        self.order_fields(self.field_order)


class PostponeForm(forms.Form):
    next_on = WrittenDay(_("When"), is_future=True)


class DetailsForm(forms.Form):
    """What the case is about; `version` is the one that the form began from."""

    subject = text(_("What the case is about"), 200)
    service_area = forms.ModelChoiceField(ServiceArea.objects.filter(is_active=True), label=_("Service area"),
                                          empty_label=None, widget=forms.Select(SELECT))  # fmt: skip
    level = forms.ModelChoiceField(GuidanceLevel.objects.filter(is_active=True), label=_("Level"), empty_label=None,
                                   widget=forms.Select(SELECT))  # fmt: skip
    segment = forms.ModelChoiceField(Segment.objects.filter(is_active=True), label=_("Client segment"), required=False,
                                     empty_label=_("Not assessed"), widget=forms.Select(SELECT))  # fmt: skip
    municipality = forms.ModelChoiceField(
        Municipality.objects.filter(is_active=True),
        label=_("Municipality"),
        required=False,
        empty_label=_("Not told"),
        widget=forms.Select(SELECT),
    )
    language = forms.ModelChoiceField(Language.objects.filter(is_active=True), label=_("Language"), empty_label=None,
                                      widget=forms.Select(SELECT))  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class AssignForm(forms.Form):
    def __init__(self, data, *, case: Case, units: set[int]):
        super().__init__(data, initial={"responsible": case.responsible_id}, label_suffix="")
        self.fields["responsible"] = workers(_("Responsible person"), units, case.responsible)


class StepForm(NextForm):
    """A step of a case: asks what the step needs, and nothing else."""

    reason = text(_("Reason"), 500, rows=3)
    outcome = forms.ModelChoiceField(None, label=_("How did the case end?"), empty_label=None,
                                     widget=forms.RadioSelect({"class": "form-check-input"}))  # fmt: skip
    closing_note = text(_("Closing words"), 500, rows=3, required=False)
    field_order = ["reason", "outcome", "closing_note", "acts_next", "acts_next_name", "next_step", "next_on"]

    def __init__(self, data, *, case: Case, step: CaseTransition):
        first = {name: getattr(case, name) or "" for name in ("acts_next", "acts_next_name", "next_step", "next_on")}
        super().__init__(data, case=case, initial=first if not case.is_closed else {"next_on": queries.today()})
        del self.fields["version"]
        asks = {"reason": step.needs_reason, "outcome": step.needs_outcome or step.to_state.is_closed,
                "closing_note": step.to_state.is_closed}  # fmt: skip
        asks |= dict.fromkeys(("acts_next", "acts_next_name", "next_step", "next_on"), not step.to_state.is_closed)
        for name in [name for name, is_asked in asks.items() if not is_asked]:
            del self.fields[name]
        if "outcome" in self.fields:
            self.fields["outcome"].queryset = queries.outcomes()
        self.order_fields(self.field_order)

    def clean(self):
        return super().clean() if "acts_next" in self.fields else self.cleaned_data


class PlanForm(forms.Form):
    """The plan's words. Goals and services come beside it as rows; see `goals` and `services` of the view."""

    own_words = text(_("In the person's own words"), 2000, rows=3, required=False)
    agreed = text(_("What was agreed"), 4000, rows=4, required=False)
    fallback = text(_("If it does not work"), 2000, rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class GoalForm(forms.Form):
    """A goal of the plan; an emptied one is taken away. `was` is its text when the form was opened."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    text = text(_("Goal"), 300, required=False)


GoalForms = forms.formset_factory(GoalForm, extra=NEW_GOALS, max_num=23)


class ServiceStateForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=AgreedService.STATES, widget=forms.Select(SELECT))


class NoteForm(forms.Form):
    """A note; a code of identity in it is saved masked, once the writer knows it."""

    text = text(pgettext_lazy("of a case", "Note"), 10_000, rows=3)
    knows_mask = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AnnulForm(forms.Form):
    reason = text(_("Why is the note annulled?"), 300)


class TaskForm(forms.Form):
    """Something to do by a day, or something others are waited for."""

    title = text(_("What is to be done"), 200)
    due_on = WrittenDay(_("By"))
    due_at = forms.TimeField(label=_("At"), required=False, input_formats=["%H:%M", "%H:%M:%S"],
                             widget=forms.TimeInput({**CONTROL, "type": "time"}, format="%H:%M"))  # fmt: skip
    waits_for = text(_("Waits for somebody else"), 150, required=False)
    field_order = ["title", "due_on", "due_at", "responsible", "waits_for"]

    def __init__(self, data, *, units: set[int], responsible: User | None, initial: dict | None = None):
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["responsible"] = workers(_("Who"), units, responsible)
        self.fields["responsible"].empty_label = _("Whoever of the unit")
        self.order_fields(self.field_order)
