"""The forms of persons: the record in groups, the search, flags, who may speak for somebody, reasons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contactcenter.personal_data import identity_codes
from contactcenter.reference.models import Language, Municipality

from ..models import Hearing, Person, PersonFlag, Representative, SafeToCall
from .controls import CONTROL, SELECT, DayField

NO_SUGGESTIONS = {**CONTROL, "autocomplete": "off"}
YEARS = {"min_value": 1890, "max_value": 2100}


class Unechoed(forms.TextInput):
    """An identity code that was typed never goes back to a page."""

    def format_value(self, value):
        return None


class Masking(forms.TextInput):
    """A search may hold an identity code: it comes back masked."""

    def format_value(self, value):
        return identity_codes.mask_in(value) if isinstance(value, str) else None


def line(label, limit: int, *, required: bool = False, widget=forms.TextInput, **attributes) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, required=required, widget=widget({**NO_SUGGESTIONS, **attributes})
    )


def choice(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.Select(SELECT))


def municipality_field(empty) -> forms.ModelChoiceField:
    rows = Municipality.objects.filter(is_active=True)
    return forms.ModelChoiceField(
        rows, label=_("Municipality"), required=False, empty_label=empty, widget=forms.Select(SELECT)
    )


def language_field(label, **options) -> forms.ModelChoiceField:
    rows = Language.objects.filter(is_active=True)
    return forms.ModelChoiceField(rows, label=label, widget=forms.Select(SELECT), **options)


class PersonForm(forms.Form):
    """A person as the form shows them, in groups; only the family name and the language are required."""

    last_name = line(_("Family name"), 100, required=True)
    first_name = line(_("First name"), 100)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, widget=forms.NumberInput({**CONTROL, "inputmode": "numeric"}), **YEARS
    )
    language = language_field(_("Language"), empty_label=None)
    phone = line(_("Phone"), 40, type="tel")
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(NO_SUGGESTIONS))
    municipality = municipality_field(_("Not told"))
    safe_to_call = choice(_("Is it safe to call?"), SafeToCall.choices)
    safe_to_call_note = line(_("How was it agreed?"), 200)
    hearing = choice(_("Hearing"), Hearing.choices)
    interpreter_language = language_field(
        _("Interpreter needed in"), required=False, empty_label=_("No interpreter needed")
    )
    approach = forms.CharField(
        label=_("Recommended approach"), max_length=1000, required=False, widget=forms.Textarea({**CONTROL, "rows": 3})
    )
    identity_code = line(_("Identity code"), 11, widget=Unechoed)
    is_code_removed = forms.BooleanField(label=_("Remove the identity code"), required=False)

    GROUPS = [
        (_("Name and language"), ["last_name", "first_name", "birth_year", "language"]),
        (_("Contact details"), ["phone", "email", "municipality"]),
        (
            _("How to meet"),
            ["safe_to_call", "safe_to_call_note", "hearing", "interpreter_language", "approach"],
        ),
        (_("Identity code"), ["identity_code", "is_code_removed"]),
    ]

    def __init__(self, data=None, *, person: Person | None = None, **options):
        super().__init__(data, label_suffix="", **options)
        self.person = person
        if person and person.identity_code_sealed:
            self.fields["identity_code"].help_text = _("Empty: the code that is there stays.")
        else:
            del self.fields["is_code_removed"]

    @classmethod
    def for_person(cls, data, person: Person) -> "PersonForm":
        """The form of somebody who is there; the identity code is never sent to the page."""
        names = set(cls.base_fields) - {"identity_code", "is_code_removed"}
        return cls(data, person=person, initial={name: getattr(person, name) for name in names})

    def groups(self):
        """(heading, fields) for the page."""
        return [(words, [self[name] for name in names if name in self.fields]) for words, names in self.GROUPS]

    def clean_identity_code(self) -> str:
        """The code in its normal form; the form says at once what is wrong with it."""
        text = self.cleaned_data["identity_code"]
        code = identity_codes.normal_form(text)
        if text and not code:
            raise forms.ValidationError(
                _("This is not a valid identity code. Check the date, the sign and the last character.")
            )
        return code

    def values(self) -> dict:
        """What the action takes. Of somebody who is there, an empty code stays unless it is to be removed."""
        values = dict(self.cleaned_data)
        is_removed = values.pop("is_code_removed", False)
        if self.person and not values["identity_code"]:
            values["identity_code"] = "" if is_removed else None
        return values


class PersonSearchForm(forms.Form):
    """A few words; a supervisor's search needs a reason too."""

    text = line(_("Name, phone, e-mail or identity code"), 100, required=True, widget=Masking)
    municipality = municipality_field(_("All"))
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, widget=forms.NumberInput({**CONTROL, "inputmode": "numeric"}), **YEARS
    )
    reason = line(_("Why do you search?"), 500, required=True)

    def __init__(self, data, *, needs_reason: bool):
        super().__init__(data, label_suffix="")
        if not needs_reason:
            del self.fields["reason"]

    def query(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class LikelySameForm(forms.Form):
    """What has been typed of a new person so far; whatever cannot be read yet is left out."""

    last_name = line("", 100)
    first_name = line("", 100)
    phone = line("", 40)
    identity_code = line("", 11)
    birth_year = forms.IntegerField(required=False, **YEARS)
    municipality = municipality_field("")

    def values(self) -> dict:
        self.full_clean()
        return self.cleaned_data


def reason(label, widget) -> forms.CharField:
    return forms.CharField(label=label, min_length=5, max_length=500, widget=widget)


class ReasonForm(forms.Form):
    """Why a record is opened without a ground of one's own; kept in the access log."""

    reason = reason(_("Why do you open this record?"), forms.Textarea({**CONTROL, "rows": 3}))


class IdentityCodeForm(forms.Form):
    """Why a whole identity code is needed."""

    reason = reason(_("Why do you need the identity code?"), forms.TextInput(NO_SUGGESTIONS))


class MergeForm(forms.Form):
    """Why two rows are the same human being."""

    reason = reason(_("How do you know that they are the same person?"), forms.TextInput(NO_SUGGESTIONS))


class LaterReasonForm(forms.Form):
    """Why it is said only now whom a complete contact was about."""

    reason = reason(_("Why is the person attached afterwards?"), forms.TextInput(NO_SUGGESTIONS))


class LaterPersonForm(PersonSearchForm):
    """Whom a complete contact was about: a search with its reason."""

    reason = reason(_("Why is the person attached afterwards?"), forms.TextInput(NO_SUGGESTIONS))

    def __init__(self, data):
        super().__init__(data, needs_reason=True)


class FlagForm(forms.Form):
    """A flag with an end, or until further notice."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PersonFlag.KINDS, initial="warn", widget=forms.Select(SELECT))
    text = line(_("Text"), 300, required=True)
    until_on = DayField(_("In force until"))


class RepresentativeForm(forms.Form):
    """Somebody close, and whether they may speak for the person."""

    name = line(_("Name"), 150, required=True)
    relation = line(_("Relation"), 100)
    phone = line(_("Phone"), 40, type="tel")
    ground = forms.ChoiceField(label=_("On what ground?"), choices=Representative.GROUNDS, widget=forms.Select(SELECT))
    until_on = DayField(_("In force until"))
