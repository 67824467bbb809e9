"""Which period is looked at: a preset or two dates, always in the address so that a page can be shared."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contactcenter.timestamps import EARLIEST, LATEST, local_day, now

from .periods import PRESETS, Period

CUSTOM, DEFAULT = "custom", "last_month"
LABELS = {
    "today": _("Today"),
    "this_week": _("This week"),
    "last_week": _("Last week"),
    "this_month": _("This month"),
    "last_month": _("Last month"),
    "this_quarter": _("This quarter"),
    "this_year": _("This year"),
    "last_12_months": _("Last 12 months"),
    CUSTOM: _("Own dates"),
}


class PeriodForm(forms.Form):
    period = forms.ChoiceField(label=_("Period"), choices=list(LABELS.items()))
    first = forms.DateField(label=_("First day"), required=False)
    last = forms.DateField(label=_("Last day"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("period") == CUSTOM and not self.errors:
            self._check_dates(data.get("first"), data.get("last"))
        return data

    def _check_dates(self, first: date | None, last: date | None):
        if not first or not last:
            self.add_error("last" if first else "first", gettext("Give both the first and the last day."))
        elif first > last:
            self.add_error("last", gettext("The last day must not be before the first day."))
        elif first < EARLIEST or last > LATEST:
            self.add_error("first", gettext("Choose days between 1.1.2000 and 31.12.2100."))

    @property
    def chosen(self) -> Period:
        """The period of a valid form."""
        name = self.cleaned_data["period"]
        if name == CUSTOM:
            return Period(self.cleaned_data["first"], self.cleaned_data["last"])
        return PRESETS[name](local_day(now()))

    @property
    def query(self) -> str:
        """The choice as an address, and nothing else from the request."""
        name = self.cleaned_data["period"]
        dates = {"first": self.chosen.first, "last": self.chosen.last} if name == CUSTOM else {}
        return urlencode({"period": name, **dates})


class ExportForm(PeriodForm):
    format = forms.ChoiceField(choices=[("xlsx", "Excel"), ("pdf", "PDF")])


def period_form(data) -> PeriodForm:
    """The form for an address; an address without a period means last month."""
    return PeriodForm(data if "period" in data else {"period": DEFAULT})
