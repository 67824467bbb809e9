"""The search of the public pages: text, municipality, category. Wrong values are dropped, never an error."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import ServiceCategory
from .queries import MAX_QUERY, served_municipalities


class Choice(forms.ModelChoiceField):
    """An optional choice among reference rows, by code."""

    def __init__(self, queryset, **options):
        super().__init__(queryset, required=False, **options)


class SearchForm(forms.Form):
    """`found` gives what a query needs whatever was typed."""

    q = forms.CharField(required=False, strip=True, empty_value="")
    municipality = Choice(served_municipalities(), label=_("Municipality"), empty_label=_("All municipalities"))
    category = Choice(ServiceCategory.objects.filter(is_active=True), label=_("Topic"), empty_label=_("All topics"))

    @property
    def found(self) -> dict:
        """`{"text", "municipality", "category"}` with rows or None."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        return {
            "text": values.get("q", "")[:MAX_QUERY].replace("\0", ""),
            "municipality": values.get("municipality"),
            "category": values.get("category"),
        }
