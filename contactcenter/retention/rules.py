"""The rules of retention's own rows: a hold that was lifted is kept as long as the access log."""

from django.utils.translation import gettext_lazy as _

from contactcenter.personal_data.retention import RetentionRule, before, destroy_rows, kept_for, register
from contactcenter.personal_data.spans import years

from .models import RetentionHold


def lifted_holds(at):
    return RetentionHold.objects.filter(lifted_at__lte=before(at, years=kept_for("access_log_years")))


def register_rules():
    register(
        RetentionRule(
            code="holds",
            label=_("Holds that have been lifted"),
            source=_("As long as the access log: somebody must be able to ask why data was kept."),
            period=lambda: years(kept_for("access_log_years")),
            rows=RetentionHold.objects.all,
            due=lifted_holds,
            destroy=destroy_rows,
        )
    )
