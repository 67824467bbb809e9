"""The small forms of persons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter.reference.models import Language, Municipality

from .controls import CONTROL, SELECT


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
