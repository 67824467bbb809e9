"""Handing a case over, and the receiver's answers."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contactcenter import timestamps
from contactcenter.accounts.models import Unit, User

from ..models import AssessmentOutcome, Case, HandOver, HandOverKind
from ..queries import hand_overs as queries
from .controls import CONTROL, SELECT, DayField


class SendForm(forms.Form):
    """One receiver, a unit or a person; the fields of an assessment count for an assessment only."""

    kind = forms.ChoiceField(label=_("What do you hand over?"), choices=HandOverKind.choices,
                             widget=forms.RadioSelect({"class": "form-check-input"}))  # fmt: skip
    to_unit = forms.ModelChoiceField(Unit.objects.none(), label=_("To unit"), required=False, empty_label="–",
                                     widget=forms.Select(SELECT))  # fmt: skip
    to_user = forms.ModelChoiceField(User.objects.none(), label=_("To person"), required=False, empty_label="–",
                                     widget=forms.Select(SELECT))  # fmt: skip
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({**CONTROL, "rows": 4}),
        help_text=_("What the receiver must know. Everything in the case is open to them while they decide."),
    )
    requested_on = DayField(_("Day of the contact"))
    is_urgent = forms.BooleanField(
        label=_("Urgent: must be assessed at once"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput({**CONTROL, "inputmode": "numeric"}),
    )
    has_highest_allowance = forms.BooleanField(
        label=_("Gets the highest care allowance"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, data, *, case: Case, initial: dict | None = None):
        super().__init__(data, initial={**self.first_values(case), **(initial or {})}, label_suffix="")
        self.fields["to_unit"].queryset = queries.units()
        self.fields["to_user"].queryset = queries.case_workers()
        self.fields["to_user"].label_from_instance = lambda user: f"{user.display_name}, {user.unit.name}"

    @staticmethod
    def first_values(case: Case) -> dict:
        return {
            "kind": HandOverKind.TRANSFER,
            "requested_on": timestamps.local_day(timestamps.now()),
            "birth_year": case.person.birth_year if case.person else None,
        }

    def clean(self):
        given = super().clean()
        if bool(given.get("to_unit")) == bool(given.get("to_user")):
            self.add_error("to_unit", _("Choose the receiver: a person or a unit."))
        if given.get("kind") == HandOverKind.QUESTION and not given.get("message"):
            self.add_error("message", _("Write the question."))
        if given.get("kind") == HandOverKind.ASSESSMENT and not given.get("requested_on"):
            self.add_error("requested_on", _("Say on which day the contact was made."))
        return given


class StepForm(forms.Form):
    """An answer of the receiver; for a unit without accounts also who told it, and when."""

    told_by = forms.CharField(label=_("Who told it"), max_length=150, widget=forms.TextInput(CONTROL))
    told_on = DayField(_("Told on"))

    def __init__(self, data=None, *, hand_over: HandOver, is_keyed_in: bool):
        today = timestamps.local_day(timestamps.now())
        super().__init__(data, label_suffix="", initial={"told_on": today, **self.first_values(hand_over, today)},
                         auto_id=f"id_{type(self).__name__.lower()}_%s")  # fmt: skip
        if is_keyed_in:
            self.fields["told_on"].required = True
            self.order_fields([name for name in self.fields if not name.startswith("told")])
        else:
            del self.fields["told_by"], self.fields["told_on"]

    @staticmethod
    def first_values(_hand_over: HandOver, _today) -> dict:
        return {}


class AcceptForm(StepForm):
    """Taking a case over says what happens next and when; an assessment asks nothing."""

    next_step = forms.CharField(label=_("What happens next"), max_length=300, widget=forms.TextInput(CONTROL))
    next_on = DayField(_("When"))

    def __init__(self, data=None, *, hand_over: HandOver, is_keyed_in: bool):
        super().__init__(data, hand_over=hand_over, is_keyed_in=is_keyed_in)
        self.fields["next_on"].required = True
        if hand_over.kind != HandOverKind.TRANSFER:
            del self.fields["next_step"], self.fields["next_on"]

    @staticmethod
    def first_values(hand_over: HandOver, today) -> dict:
        case = hand_over.case
        return {"next_step": case.next_step, "next_on": max(case.next_on or today, today)}


class ReturnForm(StepForm):
    reason = forms.CharField(
        label=_("Why is it returned?"), max_length=500, widget=forms.Textarea({**CONTROL, "rows": 3})
    )


class AnswerForm(StepForm):
    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea({**CONTROL, "rows": 4}))


class StartForm(forms.Form):
    """The day on which an assessment began."""

    started_on = DayField(_("Began on"))

    def __init__(self, data=None, **_hand_over):
        super().__init__(data, label_suffix="", initial={"started_on": timestamps.local_day(timestamps.now())})
        self.fields["started_on"].required = True


class EndForm(forms.Form):
    """What came of an assessment."""

    outcome = forms.ModelChoiceField(AssessmentOutcome.objects.none(), label=_("Outcome"), empty_label=_("Choose"),
                                     widget=forms.Select(SELECT))  # fmt: skip
    ended_on = DayField(_("Ready on"))

    def __init__(self, data=None, **_hand_over):
        super().__init__(data, label_suffix="", initial={"ended_on": timestamps.local_day(timestamps.now())})
        self.fields["outcome"].queryset = self.outcomes()
        self.fields["ended_on"].required = True

    @staticmethod
    def outcomes() -> QuerySet[AssessmentOutcome]:
        return queries.outcomes_of_assessment()


class EmptyForm(forms.Form):
    """A step that asks nothing."""

    def __init__(self, data=None, **_hand_over):
        super().__init__(data)
