"""The rule of exports: the file goes after a month, the record of who exported what stays with the access log."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contactcenter.accesslog.models import ExportRecord
from contactcenter.personal_data.retention import RetentionRule, before, destroy_rows, kept_for, register
from contactcenter.personal_data.spans import days, years

from .exports import KEPT_FOR, path_of


def with_file() -> QuerySet[ExportRecord]:
    return ExportRecord.objects.exclude(file_name="")


def remove_files(records: QuerySet[ExportRecord]) -> int:
    for record in records:
        path_of(record).unlink(missing_ok=True)
    return records.update(file_name="")


def register_rules():
    register(
        RetentionRule(
            code="export_files",
            label=_("Files of exports"),
            source=_("Figures can be exported again at any time."),
            period=lambda: days(KEPT_FOR.days),
            rows=with_file,
            due=lambda at: with_file().filter(created_at__lte=at - KEPT_FOR),
            destroy=remove_files,
        ),
        RetentionRule(
            code="export_records",
            label=_("Records of who exported what"),
            source=_("As long as the access log."),
            period=lambda: years(kept_for("access_log_years")),
            rows=ExportRecord.objects.all,
            due=lambda at: exports_before(before(at, years=kept_for("access_log_years"))),
            destroy=destroy_rows,
        ),
    )


def exports_before(moment: datetime) -> QuerySet[ExportRecord]:
    """Without those whose file is still to go."""
    return ExportRecord.objects.filter(created_at__lte=moment, file_name="")
