"""The channel of a new contact, one recorded afterwards, and filters of the list."""

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from contactcenter.accounts.models import User
from contactcenter.opening_hours.queries import exists, instant
from contactcenter.reference.cache import cached
from contactcenter.reference.models import ContactChannel, Municipality
from contactcenter.timestamps import EARLIEST, LATEST

from ..drafts import BadFacts
from ..models import Contact, ContactReason, ContactState, ContactTopic
from .controls import CONTROL, SELECT, DayField

CALL = "PUH"
MOST_MINUTES = 12 * 60


class NewContactForm(forms.Form):
    """The channel of a new contact; a call unless something else is chosen."""

    channel = forms.ModelChoiceField(ContactChannel.objects.filter(is_active=True), required=False)

    def channel_or_call(self) -> str:
        if not self.is_valid():
            raise BadFacts(_("Choose the channel from the list."))
        channel = self.cleaned_data["channel"]
        return channel.pk if channel else CALL


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.display_name


class AfterwardsForm(forms.Form):
    """A contact that has already happened. A time that the clock showed twice, in the autumn night, is the first."""

    channel = forms.ModelChoiceField(
        ContactChannel.objects.filter(is_active=True), label=_("Channel"), empty_label=None, widget=forms.Select(SELECT)
    )
    day = DayField(_("Day it happened"))
    time = forms.TimeField(
        label=_("Time it began"),
        help_text=_("For example 10.15"),
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TextInput({**CONTROL, "size": 5, "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the time as hours and minutes, for example 9.00.")},
    )
    minutes = forms.IntegerField(
        label=_("How many minutes it took"),
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput({**CONTROL, "inputmode": "numeric"}),
    )
    handled_by = ColleagueField(
        User.objects.none(), label=_("Who handled it"), empty_label=None, widget=forms.Select(SELECT)
    )

    def __init__(self, data=None, *, colleagues: QuerySet[User], **options):
        super().__init__(data, label_suffix="", **options)
        self.fields["handled_by"].queryset = colleagues
        self.fields["day"].required = True

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Choose days between 1.1.2000 and 31.12.2100."))
        return day

    def clean(self):
        facts = super().clean()
        if facts.get("day") and facts.get("time"):
            if exists(facts["day"], facts["time"]):
                facts["at"] = instant(facts["day"], facts["time"])
            else:
                self.add_error("time", _("There was no such time: the clocks went forward that night."))
        return facts

    def facts(self) -> dict:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("handled_by", "at", "minutes")} | {
            "channel": self.cleaned_data["channel"].pk
        }


class ContactFilters(forms.Form):
    """What narrows the list of contacts; empty means everything in reach."""

    since = DayField(_("From"))
    until = DayField(_("Until"))
    channel = forms.ModelChoiceField(ContactChannel.objects.all(), label=_("Channel"), required=False,
                                     empty_label=_("All"), widget=forms.Select(SELECT))  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.Select(SELECT),
                              choices=[("", _("All")), *ContactState.choices])  # fmt: skip
    municipality = forms.ModelChoiceField(
        Municipality.objects.filter(is_served=True),
        label=_("Municipality"),
        required=False,
        empty_label=_("All"),
        widget=forms.Select(SELECT),
    )
    reason = forms.ModelChoiceField(ContactReason.objects.all(), label=_("Question"), required=False,
                                    empty_label=_("All"), widget=forms.Select(SELECT))  # fmt: skip
    whose = forms.ChoiceField(label=_("Whose"), required=False, widget=forms.Select(SELECT),
                              choices=[("", _("All in my reach")), ("own", _("My own"))])  # fmt: skip
    number = forms.CharField(label=_("Number"), required=False, max_length=20,
                             widget=forms.TextInput({**CONTROL, "size": 10, "placeholder": "26-00001"}))  # fmt: skip

    def __init__(self, data, *, user: User):
        super().__init__(data, label_suffix="")
        self.user = user
        for name in ("channel", "municipality", "reason"):
            self.fields[name].choices = [("", _("All")), *((row.pk, row.name) for row in self._offered(name))]

    def _offered(self, name: str) -> list:
        """Those no longer in use too: older contacts have them."""
        return cached(f"contact filter:{name}", lambda: list(self.fields[name].queryset.all()))

    def clean(self):
        days = super().clean()
        if days.get("since") and days.get("until") and days["since"] > days["until"]:
            self.add_error("until", _("The last day must not be before the first day."))
        return days

    def filtered(self, rows: QuerySet[Contact]) -> QuerySet[Contact]:
        """A filter with an error narrows nothing: its sentence stands beside it."""
        chosen = self.cleaned_data if self.is_bound and self.errors is not None else {}
        conditions = {
            "opened_on__gte": "since", "opened_on__lte": "until", "channel": "channel", "state": "state",
            "municipality": "municipality", "number__icontains": "number",
        }  # fmt: skip
        for condition, name in conditions.items():
            if chosen.get(name):
                rows = rows.filter(**{condition: chosen[name]})
        if chosen.get("reason"):
            asked = ContactTopic.objects.filter(contact=OuterRef("pk"), reason=chosen["reason"])
            rows = rows.filter(Exists(asked))
        if chosen.get("whose") == "own":
            rows = rows.filter(handled_by=self.user)
        return rows

    def query_without_page(self) -> str:
        if not self.is_bound:
            return ""
        data = self.data.copy()
        data.pop("page", None)
        return data.urlencode()
