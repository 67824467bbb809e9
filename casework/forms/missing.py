"""What narrows the list of what was missing."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contactcenter.reference.models import Municipality, ServiceArea

from ..models import ContactReason, ContactTopic
from ..queries.missing import MISSING, NOT_ANSWERED
from .controls import SELECT, DayField

KINDS = {"service": MISSING, "answer": NOT_ANSWERED}


def _choice(rows, label) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("All"), widget=forms.Select(SELECT))


class MissingFilters(forms.Form):
    """Empty means everything in reach."""

    since = DayField(_("From"))
    until = DayField(_("Until"))
    area = _choice(ServiceArea.objects.all(), _("Service area"))
    municipality = _choice(Municipality.objects.filter(is_served=True), _("Municipality"))
    reason = _choice(ContactReason.objects.all(), _("Question"))
    kind = forms.ChoiceField(
        label=_("What was missing"),
        required=False,
        widget=forms.Select(SELECT),
        choices=[("", _("All")), ("service", _("A service is missing")), ("answer", _("No answer was found"))],
    )

    def __init__(self, data):
        super().__init__(data, label_suffix="")

    def clean(self):
        found = super().clean()
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", _("The last day must not be before the first day."))
        return found

    def filtered(self, rows: QuerySet[ContactTopic]) -> QuerySet[ContactTopic]:
        """A filter with an error narrows nothing: its sentence stands beside it."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        conditions = {
            "contact__opened_on__gte": "since", "contact__opened_on__lte": "until", "contact__service_area": "area",
            "contact__municipality": "municipality", "reason": "reason",
        }  # fmt: skip
        for condition, name in conditions.items():
            if chosen.get(name):
                rows = rows.filter(**{condition: chosen[name]})
        return rows.filter(KINDS[chosen["kind"]]) if chosen.get("kind") else rows
