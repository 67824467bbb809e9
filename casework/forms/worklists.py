"""What narrows a worklist, and another day for a row of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter import timestamps
from contactcenter.reference.cache import rows_in_use
from contactcenter.reference.models import Language, ServiceArea

from ..queries.worklists import Filters
from .controls import CONTROL, SELECT, DayField


class WorkFilters(forms.Form):
    """Codes are taken as they come: one that nobody knows finds nothing."""

    text = forms.CharField(
        label=_("Narrow the list"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            {**CONTROL, "type": "search", "autocomplete": "off", "placeholder": _("Narrow: name, matter, number")}
        ),
    )
    area = forms.CharField(label=_("Service area"), required=False, max_length=20, widget=forms.Select(SELECT))
    language = forms.CharField(label=_("Language"), required=False, max_length=10, widget=forms.Select(SELECT))
    page = forms.IntegerField(required=False, min_value=1)
    seen = forms.CharField(required=False, max_length=64)

    def filters(self) -> Filters:
        if not self.is_valid():
            return Filters()
        return Filters(self.cleaned_data["text"], self.cleaned_data["area"], self.cleaned_data["language"])

    def offer_choices(self):
        """Only a whole page draws the choices."""
        areas, languages = rows_in_use(ServiceArea), rows_in_use(Language)
        self.fields["area"].widget.choices = [("", _("All service areas")), *((row.pk, row.name) for row in areas)]
        self.fields["language"].widget.choices = [("", _("All languages")), *((row.pk, row.name) for row in languages)]


class PostponeForm(forms.Form):
    """Another day for a task or for the next step of a case; not one that has passed."""

    day = DayField(_("New day"))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day is None or day < timestamps.local_day(timestamps.now()):
            raise forms.ValidationError(_("Choose today or a later day."))
        return day
