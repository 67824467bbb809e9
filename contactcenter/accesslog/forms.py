"""What the reader of the access log searches by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter.timestamps import EARLIEST, LATEST

from .models import Ground


class AccessLogForm(forms.Form):
    person = forms.UUIDField(label=_("Identifier of the person"), required=False)
    user = forms.CharField(label=_("Name of the user"), required=False, max_length=100)
    ground = forms.ChoiceField(
        label=_("Ground"), required=False, choices=[("", _("All")), *Ground.choices], widget=forms.Select
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean(self):
        values = super().clean()
        for name in ("since", "until"):
            if (day := values.get(name)) and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Choose days between 1.1.2000 and 31.12.2100."))
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("The last day must not be before the first."))
        return values
