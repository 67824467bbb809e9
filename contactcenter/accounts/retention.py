"""Rules of signing in: sessions that have ended, and the journal of attempts with their addresses."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from contactcenter.personal_data.retention import RetentionRule, before, destroy_rows, kept_for, register
from contactcenter.personal_data.spans import days

SOURCE = _("The controller's decision: long enough to look into misuse.")


def sign_in_rule(code: str, label: str, model) -> RetentionRule:
    return RetentionRule(
        code=code,
        label=label,
        source=SOURCE,
        period=lambda: days(kept_for("sign_in_days")),
        rows=model.objects.all,
        due=lambda at: model.objects.filter(attempt_time__lte=before(at, days=kept_for("sign_in_days"))),
        destroy=destroy_rows,
    )


def register_rules():
    register(
        RetentionRule(
            code="sessions",
            label=_("Sessions that have ended"),
            source=_("Nothing needs them any more."),
            period=lambda: _("until they end"),
            rows=Session.objects.all,
            due=lambda at: Session.objects.filter(expire_date__lte=at),
            destroy=destroy_rows,
        ),
        sign_in_rule("sign_in_attempts", _("Failed sign-ins that count for the lock"), AccessAttempt),
        sign_in_rule("sign_in_failures", _("Journal of failed sign-ins"), AccessFailureLog),
        sign_in_rule("sign_ins", _("Journal of sign-ins"), AccessLog),
    )
