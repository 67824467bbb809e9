"""What a hold asks: what is held, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter.personal_data.retention import SUBJECTS


def kinds() -> list[tuple[str, str]]:
    return [(subject.code, subject.label) for subject in SUBJECTS.values()]


class HoldForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is held"), choices=kinds)
    text = forms.CharField(
        label=_("Number or identifier"),
        max_length=200,
        help_text=_("Of a contact or a case its number; of a person the address of their page."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("For example: complaint, 12.3.2026."))


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Why it need not be kept any longer"), max_length=300)
