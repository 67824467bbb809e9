"""The form of one's own profile."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("language of the workspace"), choices=settings.LANGUAGES)
