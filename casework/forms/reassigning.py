"""Whose work is handed over, and who takes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter.accounts.models import Unit, User

from ..queries import hand_overs, reassigning
from .controls import SELECT


class ColleagueForm(forms.Form):
    """A colleague of one's own units."""

    colleague = forms.ModelChoiceField(User.objects.none(), label=_("Whose work?"), empty_label=_("Choose"),
                                       widget=forms.Select(SELECT))  # fmt: skip

    def __init__(self, data, *, own_units: set[int]):
        super().__init__(data, label_suffix="")
        self.fields["colleague"].queryset = reassigning.colleagues(own_units)
        self.fields["colleague"].label_from_instance = labelled


def labelled(user: User) -> str:
    name = f"{user.display_name}, {user.unit.name}"
    return name if user.is_active else _("%(name)s (has left)") % {"name": name}


class ReceiverForm(forms.Form):
    """One receiver: a person or a unit."""

    to_user = forms.ModelChoiceField(User.objects.none(), label=_("To person"), required=False, empty_label="–",
                                     widget=forms.Select(SELECT))  # fmt: skip
    to_unit = forms.ModelChoiceField(Unit.objects.none(), label=_("To unit"), required=False, empty_label="–",
                                     widget=forms.Select(SELECT))  # fmt: skip

    def __init__(self, data, *, colleague: User):
        super().__init__(data, label_suffix="")
        self.fields["to_user"].queryset = hand_overs.case_workers().exclude(pk=colleague.pk)
        self.fields["to_user"].label_from_instance = labelled
        self.fields["to_unit"].queryset = hand_overs.units()
