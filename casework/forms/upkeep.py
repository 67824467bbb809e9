"""What administration asks of rows before they are saved, in sentences: the rules of data that leads people."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..queries import upkeep

ANSWERS = 3
LANGUAGES = ("fi", "sv", "en")
OF_AREAS = gettext_lazy("None chosen: all service areas.")
ONE_A_LINE = gettext_lazy("One thing a line, in the order it is said or done.")


def lines_in(text: str | None) -> list[str]:
    return [line for line in (text or "").splitlines() if line.strip()]


class FormStepForm(forms.ModelForm):
    """One row a step for everybody, and at most one for a service area."""

    class Meta:
        help_texts = {"areas": OF_AREAS, "position": gettext_lazy("The smallest number comes first.")}

    def clean(self):
        found = super().clean()
        if not found.get("is_active") or "step" not in found:
            return found
        areas = {area.pk for area in found.get("areas", [])}
        if same := upkeep.steps_like(found["step"], areas, but=self.instance.pk):
            words = _("The row %(code)s already stands for this step there. Change it, or take it out of use first.")
            self.add_error("step", words % {"code": same[0].pk})
        return found


class TriggerForm(forms.ModelForm):
    """What stops all questions must tell whom to call."""

    class Meta:
        help_texts = {"areas": OF_AREAS, "short_fi": gettext_lazy("The words on the button; empty: the whole name.")}

    def clean(self):
        found = super().clean()
        route = found.get("default_route")
        if found.get("blocks_questions") and not (found.get("phone") or (route and route.phone)):
            self.add_error(
                "phone", _("A trigger that stops all questions needs a number to call, or a destination with one.")
            )
        return found


class FirstInformationForm(forms.ModelForm):
    """A fact that nothing opens would never be asked."""

    class Meta:
        help_texts = {"areas": OF_AREAS, "opens_on_triggers": gettext_lazy("Opens also below the level.")}

    def clean(self):
        found = super().clean()
        if not found.get("opens_from_level") and not found.get("opens_on_triggers"):
            self.add_error("opens_from_level", _("Choose from which level or on which trigger this is asked."))
        return found


class SegmentQuestionForm(forms.ModelForm):
    """Three answers in every language that has any: the place in the list is the score."""

    class Meta:
        help_texts = {
            "areas": OF_AREAS,
            "options_fi": gettext_lazy("Three lines: the first scores 0, the second 1 and the third 2."),
        }

    def clean(self):
        found = super().clean()
        for language in LANGUAGES:
            lines = lines_in(found.get(f"options_{language}"))
            if lines and len(lines) != ANSWERS:
                self.add_error(f"options_{language}", _("Write exactly three answers, one a line."))
            if found.get(f"name_{language}") and not lines and f"options_{language}" not in self.errors:
                self.add_error(
                    f"options_{language}", _("The question is in this language, so its answers must be too.")
                )
        return found


class SegmentRulesForm(forms.ModelForm):
    """A version that somebody was assessed with is never rewritten: old contacts keep theirs."""

    class Meta:
        help_texts = {
            "version": gettext_lazy("Rules in use are not changed: give a new version and press “Save as new”."),
            "in_force_on": gettext_lazy("From this day contacts are assessed by the newest rules in use."),
        }

    def clean(self):
        found = super().clean()
        if not self.instance._state.adding and (changed := set(self.changed_data) - {"is_active"}):
            self._refuse_rewriting(changed)
        return found

    def _refuse_rewriting(self, changed: set[str]):
        if "version" in changed:
            self.add_error("version", _("A version keeps its name. Press “Save as new” to make another."))
        elif upkeep.are_rules_used(self.instance):
            words = _("Contacts have been assessed by these rules. Give a new version and press “Save as new”.")
            self.add_error(None, words)


class ScriptForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "areas": gettext_lazy("The script that names the most of area, language and channel comes first."),
            "languages": gettext_lazy("None chosen: all languages."),
            "channels": gettext_lazy("None chosen: all channels."),
            "lines_fi": ONE_A_LINE,
        }


class CheckListForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "areas": OF_AREAS,
            "reasons": gettext_lazy("None chosen: shown with every question."),
            "lines_fi": ONE_A_LINE,
        }


class NoticeForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "importance": gettext_lazy("“Must be read” stays on top of every form until it is marked read."),
            "areas": OF_AREAS,
            "municipalities": gettext_lazy("None chosen: all municipalities."),
            "languages": gettext_lazy("None chosen: all languages."),
            "shown_until": gettext_lazy("The last day it is shown; empty: until further notice."),
        }


class CaseStateForm(forms.ModelForm):
    """Cases begin in exactly one state, and a state where cases stand does not turn into another kind."""

    class Meta:
        help_texts = {"is_first": gettext_lazy("One state only: ticking it here takes it from the other.")}

    def _get_validation_exclusions(self):
        """The action takes the first place from the other state before the database looks."""
        return super()._get_validation_exclusions() | {"is_first"}

    def clean(self):
        found = super().clean()
        is_first = found.get("is_first") and found.get("is_active")
        if found.get("is_first") and (found.get("is_closed") or not found.get("is_active")):
            self.add_error("is_first", _("Cases begin in a state that is open and in use."))
        elif not is_first and not upkeep.other_first_states(self.instance).exists():
            self.add_error("is_first", _("Cases must begin somewhere: tick this in another state first."))
        if {"is_closed", "is_active"} & set(self.changed_data) and self._has_cases():
            self.add_error(None, _("Cases stand in this state. Move them to another state first."))
        return found

    def _has_cases(self) -> bool:
        return not self.instance._state.adding and upkeep.has_cases(self.instance)


class CaseTransitionForm(forms.ModelForm):
    """A step leads from one state in use to another, and a closing one asks how the case ended."""

    class Meta:
        help_texts = {"name_fi": gettext_lazy("The words on the button.")}

    def clean(self):
        found = super().clean()
        first, last = found.get("from_state"), found.get("to_state")
        if not (first and last and found.get("is_active")):
            return found
        if first == last:
            self.add_error("to_state", _("Choose another state: a step leads somewhere else."))
        for name, state in (("from_state", first), ("to_state", last)):
            if not state.is_active:
                self.add_error(name, _("This state is not in use."))
        if last.is_closed and not found.get("needs_outcome"):
            self.add_error("needs_outcome", _("Closing a case asks for its outcome."))
        return found
