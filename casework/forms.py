"""Filters of the list, and the small forms of persons."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contactcenter.accounts.models import User
from contactcenter.reference.models import ContactChannel, Language, Municipality

from .drafts import BadFacts
from .models import Contact, ContactReason, ContactState

CALL = "PUH"
CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


class NewContactForm(forms.Form):
    """The channel of a new contact; a call unless something else is chosen."""

    channel = forms.ModelChoiceField(ContactChannel.objects.filter(is_active=True), required=False)

    def channel_or_call(self) -> str:
        if not self.is_valid():
            raise BadFacts(_("Choose the channel from the list."))
        channel = self.cleaned_data["channel"]
        return channel.pk if channel else CALL


class DayField(forms.DateField):
    """A day; browsers send it as ISO whatever the page's language."""

    def __init__(self, label):
        super().__init__(label=label, required=False, input_formats=["%Y-%m-%d"],
                         widget=forms.DateInput({**CONTROL, "type": "date"}, format="%Y-%m-%d"))  # fmt: skip


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

    def clean(self):
        days = super().clean()
        if days.get("since") and days.get("until") and days["since"] > days["until"]:
            self.add_error("until", _("The last day must not be before the first day."))
        return days

    def filtered(self, rows: QuerySet[Contact]) -> QuerySet[Contact]:
        """Newest first. A filter with an error narrows nothing: its sentence stands beside it."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        conditions = {
            "opened_on__gte": "since", "opened_on__lte": "until", "channel": "channel", "state": "state",
            "municipality": "municipality", "topics__reason": "reason", "number__icontains": "number",
        }  # fmt: skip
        for condition, name in conditions.items():
            if chosen.get(name):
                rows = rows.filter(**{condition: chosen[name]})
        if chosen.get("whose") == "own":
            rows = rows.filter(handled_by=self.user)
        return rows.distinct().order_by("-opened_at", "-number")

    def query_without_page(self) -> str:
        if not self.is_bound:
            return ""
        data = self.data.copy()
        data.pop("page", None)
        return data.urlencode()


class PersonForm(forms.Form):
    """A person as the form shows them; only the family name and the language are required."""

    last_name = forms.CharField(label=_("Family name"), max_length=100, widget=forms.TextInput(CONTROL))
    first_name = forms.CharField(label=_("First name"), max_length=100, required=False, widget=forms.TextInput(CONTROL))
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({**CONTROL, "type": "tel"})
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.filter(is_active=True),
        label=_("Municipality"),
        required=False,
        empty_label=_("Not told"),
        widget=forms.Select(SELECT),
    )
    language = forms.ModelChoiceField(Language.objects.filter(is_active=True), label=_("Language"), empty_label=None,
                                      widget=forms.Select(SELECT))  # fmt: skip


class PersonSearchForm(forms.Form):
    """A name or a phone number; a supervisor's search needs a reason too."""

    text = forms.CharField(
        label=_("Name or phone"), max_length=100, widget=forms.TextInput({**CONTROL, "autocomplete": "off"})
    )
    reason = forms.CharField(label=_("Why do you search?"), max_length=500, widget=forms.TextInput(CONTROL))

    def __init__(self, data, *, needs_reason: bool):
        super().__init__(data, label_suffix="")
        if not needs_reason:
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """Why a record is opened without a ground of one's own; kept in the access log."""

    reason = forms.CharField(label=_("Why do you open this record?"), min_length=5, max_length=500,
                             widget=forms.Textarea({**CONTROL, "rows": 3}))  # fmt: skip
