"""Forms for the periods of a day, for a day that differs, and for trying another moment."""

from datetime import time
from itertools import pairwise

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter import timestamps
from contactcenter.reference.models import ContactChannel, Language, ServiceArea
from contactcenter.timestamps import EARLIEST, LATEST, local_day

from .models import OpeningException
from .queries import MIDNIGHT, exists
from .words import clock_words, day_words

MOST_PERIODS = 4
FORMATS = ["%H.%M", "%H:%M", "%H"]
HOURS_LANGUAGES = ("fi", "sv", "en")


class ClockField(forms.TimeField):
    """A time as people write it: 9, 9.30, 9:30; 24 is midnight."""

    def __init__(self, **kwargs):
        messages = {"invalid": _("Write the time as hours and minutes, for example 9.00.")}
        super().__init__(
            required=False, input_formats=FORMATS, error_messages=messages,
            widget=forms.TextInput(attrs={"size": 5, "inputmode": "decimal", "autocomplete": "off"}), **kwargs,
        )  # fmt: skip

    def to_python(self, value):
        is_midnight = isinstance(value, str) and value.strip() in ("24", "24.00", "24:00")
        return MIDNIGHT if is_midnight else super().to_python(value)

    def prepare_value(self, value):
        return clock_words(value) if isinstance(value, time) else value


class LineForm(forms.Form):
    """Which line and day of the week is being edited; comes in the address, where `language` is the page's own."""

    channel = forms.ModelChoiceField(
        ContactChannel.objects.filter(is_active=True), label=_("Channel"), empty_label=_("Choose a channel")
    )
    served_in = forms.ModelChoiceField(
        Language.objects.filter(pk__in=HOURS_LANGUAGES), label=_("Language"), empty_label=_("Choose a language")
    )
    day = forms.IntegerField(min_value=0, max_value=6)

    @property
    def key(self) -> tuple[str, str]:
        return self.cleaned_data["channel"].pk, self.cleaned_data["served_in"].pk


class AreaForm(forms.Form):
    """Whose hours are looked at, and at which moment."""

    area = forms.ModelChoiceField(
        ServiceArea.objects.filter(is_active=True), required=False, label=_("Service area"),
        empty_label=_("All service areas"),
    )  # fmt: skip
    at = forms.DateTimeField(
        required=False, label=_("At another moment"), input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": _("Choose a day and a time.")},
    )  # fmt: skip

    def clean_at(self):
        moment = self.cleaned_data["at"]
        if moment and not EARLIEST.year <= moment.year <= LATEST.year:
            raise forms.ValidationError(_("Choose days between 1.1.2000 and 31.12.2100."))
        return moment


class DayForm(forms.Form):
    """The periods of one day: pairs of times in order, an empty pair is no period."""

    def __init__(self, *args, spans=(), **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(MOST_PERIODS):
            opens, closes = spans[number] if number < len(spans) else (None, None)
            words = {"number": number + 1}
            self.fields[f"opens_{number}"] = ClockField(label=_("Period %(number)s opens") % words, initial=opens)
            self.fields[f"closes_{number}"] = ClockField(label=_("Period %(number)s closes") % words, initial=closes)

    @property
    def pairs(self) -> list[tuple]:
        return [(self[f"opens_{number}"], self[f"closes_{number}"]) for number in range(MOST_PERIODS)]

    @property
    def spans(self) -> list[tuple[time, time]]:
        """The periods given, once the form is valid."""
        return [span for _number, span in self._given()]

    def clean(self):
        given = self._given()
        for number, (opens, closes) in given:
            self._check_pair(number, opens, closes)
        if not self.errors:
            for (number, (_opens, closes)), (following, (opens, _closes)) in pairwise(given):
                self._check_order(number, closes, following, opens)
        return self.cleaned_data

    def _given(self) -> list[tuple[int, tuple]]:
        values = self.cleaned_data
        pairs = [(n, (values.get(f"opens_{n}"), values.get(f"closes_{n}"))) for n in range(MOST_PERIODS)]
        return [(number, pair) for number, pair in pairs if pair != (None, None)]

    def _check_pair(self, number: int, opens: time | None, closes: time | None):
        if opens is None and f"opens_{number}" not in self.errors:
            self.add_error(f"opens_{number}", _("Write when the period opens."))
        if closes is None and f"closes_{number}" not in self.errors:
            self.add_error(f"closes_{number}", _("Write when the period closes."))
        if opens and closes and closes <= opens and closes != MIDNIGHT:
            self.add_error(f"closes_{number}", _("The closing time must be later than %(time)s.") % {
                "time": clock_words(opens)})  # fmt: skip

    def _check_order(self, number: int, closes: time, following: int, opens: time):
        if closes == MIDNIGHT or opens < closes:
            words = {"later": following + 1, "earlier": number + 1, "time": clock_words(closes)}
            text = _("Period %(later)s begins before period %(earlier)s ends. Move its start to %(time)s or later.")
            self.add_error(f"opens_{following}", text % words)


class ExceptionForm(forms.ModelForm):
    """A day that differs: closed, or open at other hours; for all lines or for some."""

    opens = ClockField(label=_("Opens"))
    closes = ClockField(label=_("Closes"))

    class Meta:
        model = OpeningException
        fields = ["on_day", "opens", "closes", "channel", "language", "service_area", "name_fi", "name_sv", "name_en"]
        labels = {"name_fi": _("Reason in Finnish"), "name_sv": _("Reason in Swedish"),
                  "name_en": _("Reason in English")}  # fmt: skip
        widgets = {"on_day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = ContactChannel.objects.filter(is_active=True)
        self.fields["language"].queryset = Language.objects.filter(pk__in=HOURS_LANGUAGES)
        self.fields["service_area"].queryset = ServiceArea.objects.filter(is_active=True)
        for name, words in (("channel", _("All channels")), ("language", _("All languages")),
                            ("service_area", _("All service areas"))):  # fmt: skip
            self.fields[name].empty_label = words
        for name in ("name_fi", "name_sv"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Write the reason in Finnish and in Swedish.")

    def clean_on_day(self):
        day = self.cleaned_data["on_day"]
        if day < local_day(timestamps.now()):
            raise forms.ValidationError(_("This day has already passed."))
        return day

    def clean(self):
        values = super().clean()
        opens, closes = values.get("opens"), values.get("closes")
        if (opens is None) != (closes is None) and not {"opens", "closes"} & self.errors.keys():
            missing = "opens" if opens is None else "closes"
            self.add_error(missing, _("Give both times, or leave both empty for a closed day."))
        elif opens and closes and closes <= opens and closes != MIDNIGHT:
            words = {"time": clock_words(opens)}
            self.add_error("closes", _("The closing time must be later than %(time)s.") % words)
        self._refuse_skipped_times(values)
        return values

    def _refuse_skipped_times(self, values: dict):
        """In the spring night the clock jumps from 3.00 to 4.00: 3.30 never comes."""
        for name in ("opens", "closes"):
            wall, day = values.get(name), values.get("on_day")
            if day and wall and not exists(day, wall):
                words = {"day": day_words(day), "time": clock_words(wall)}
                self.add_error(name, _("The clock never shows %(time)s on %(day)s, when summer time begins.") % words)
