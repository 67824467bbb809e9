"""Every model is looked after by a rule, goes with one that is, or says here why it holds nobody's data."""

import pytest
from django.apps import apps
from django.db import models

from contactcenter.personal_data.retention import RULES, is_historical

OURS = {"accounts", "reference", "accesslog", "retention", "opening_hours", "catalogue", "casework", "chat"}
OTHERS = {"sessions", "axes", "account", "mfa", "admin", "auth", "contenttypes", "reporting"}
STAFF = "who works here, kept while their work refers to them: deactivated, never erased"
CODES = "codes and texts of the service, about nobody"
PUBLIC = "public descriptions of services and their providers"
NUMBERS = "numbers only"
WITHOUT = {
    **dict.fromkeys(["accounts.Organisation", "accounts.Unit"], "the organisation"),
    **dict.fromkeys(["accounts.User", "admin.LogEntry", "chat.DutySpell"], STAFF),
    **dict.fromkeys(["auth.Permission", "auth.Group", "contenttypes.ContentType"], "unused rows of the framework"),
    **dict.fromkeys(["casework.NumberSeries", "casework.CaseNumberSeries", "chat.Lease"], NUMBERS),
    **dict.fromkeys(["retention.RetentionRun", "retention.BrakeRelease"], NUMBERS),
    **dict.fromkeys(["catalogue.ImportRun"], "which register was read when"),
    **dict.fromkeys(["opening_hours.OpeningPeriod", "opening_hours.OpeningException"], CODES),
    **dict.fromkeys(["opening_hours.DoorAttempt"], "channel, language and time of a closed door"),
}
# Apps all of whose rows are of one kind; reference rows, whose key is `code`, need no line.
WHOLE_APPS = {"reference": CODES, "catalogue": PUBLIC}
WITHOUT_IN_CASEWORK = {
    "DestinationRule", "FormStep", "FirstInformation", "SegmentHint", "SegmentQuestion", "SegmentRules", "Script",
    "CheckList", "Notice", "NoticeRead", "Trigger",
}  # fmt: skip


def models_of_project():
    wanted = [model for model in apps.get_models() if model._meta.app_label in OURS | OTHERS]
    return [model for model in wanted if not model._meta.proxy]


def covered() -> set:
    """Models of rules, and whatever cascades from them, however deep."""
    found = {model for rule in RULES.values() for model in rule.models}
    users = apps.get_model("accounts.User")
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.is_relation
            and field.remote_field.on_delete is models.CASCADE
            and field.related_model in found | {users}
        } - found
        if not more:
            return found
        found |= more


def reason_for(model) -> str:
    label = model._meta.label
    is_reference = model._meta.pk.name == "code"
    is_listed = model._meta.app_label == "casework" and model.__name__ in WITHOUT_IN_CASEWORK
    return (
        WITHOUT.get(label) or WHOLE_APPS.get(model._meta.app_label, "") or (CODES if is_reference or is_listed else "")
    )


def owner_of(historical):
    return historical.instance_type


def test_every_model_is_looked_after():
    looked_after = covered()
    forgotten = []
    for model in models_of_project():
        subject = owner_of(model) if is_historical(model) else model
        if subject not in looked_after and not reason_for(subject):
            forgotten.append(model._meta.label)
    assert forgotten == []


def test_nothing_is_both_looked_after_and_excused():
    rules = {model for rule in RULES.values() for model in rule.models}
    assert [model._meta.label for model in rules if reason_for(model)] == []


@pytest.mark.parametrize("label", sorted(WITHOUT))
def test_an_excuse_is_for_a_model_that_exists(label):
    assert apps.get_model(label)
