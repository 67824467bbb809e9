"""What the forms of this app are built from."""

from django import forms

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


class DayField(forms.DateField):
    """A day; browsers send it as ISO whatever the page's language."""

    def __init__(self, label):
        super().__init__(label=label, required=False, input_formats=["%Y-%m-%d"],
                         widget=forms.DateInput({**CONTROL, "type": "date"}, format="%Y-%m-%d"))  # fmt: skip
