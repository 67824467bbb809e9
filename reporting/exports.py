"""The life of an export: ordered, made by the job process, kept for 30 days (retention.py)."""

import logging
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from contactcenter.accesslog.models import ExportRecord, ExportState
from contactcenter.accounts.models import Unit, User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused
from contactcenter.jobs import crontab, db_periodic_task, db_task
from contactcenter.timestamps import local, now

from .access import is_within_reach, units_within
from .material import Material
from .periods import Period, written
from .registry import tables_of
from .render_pdf import report_of
from .render_xlsx import workbook_of
from .tables import Table

log = logging.getLogger("neuvo.exports")
RENDERERS = {"xlsx": workbook_of, "pdf": report_of}
UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)
KEPT_FOR = timedelta(days=30)
GIVEN_UP_AFTER = timedelta(minutes=10)
FAILED_SENTENCE = gettext_lazy("The file could not be made. Order it again; if it fails again, tell the administrator.")


def order_export(*, period: Period, file_format: str, by: User) -> ExportRecord:
    """Record who exports what, and ask the job process for the file. One unfinished export a user."""
    units = units_within(by, Permission.FIGURES_EXPORT)
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if ExportRecord.objects.filter(by=by, state__in=UNFINISHED).exists():
            raise ActionRefused(gettext("Your earlier export is not ready yet. Wait for it or cancel it first."))
        record = ExportRecord.objects.create(
            by=by,
            code="figures",
            format=file_format,
            language=translation.get_language()[:2],
            filters={
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "units": None if units is None else sorted(units),
            },
        )
        transaction.on_commit(lambda: make_export(str(record.pk)), robust=True)
    return record


def cancel_export(record: ExportRecord, *, by: User):
    """Withdraw an export that nobody has begun to make."""
    with transaction.atomic():
        record = ExportRecord.objects.select_for_update(of=("self",)).get(pk=record.pk, by=by)
        if record.state != ExportState.WAITING:
            raise ActionRefused(gettext("The file is already being made or ready, so it can no longer be cancelled."))
        _finish(record, ExportState.CANCELLED)


@db_task()
def make_export(pk: str):
    """Make the file of a waiting export. Runs in the job process."""
    record = _begin(UUID(pk))
    if record is None:
        return
    try:
        with translation.override(record.language):
            _make(record)
    except Exception:
        log.exception("export %s failed", pk)
        _fail(record)


def _begin(pk: UUID) -> ExportRecord | None:
    """Take a waiting export, once; one whose owner lost the right meanwhile ends there."""
    with transaction.atomic():
        records = ExportRecord.objects.select_for_update(of=("self",)).select_related("by")
        record = records.filter(pk=pk, state=ExportState.WAITING).first()
        if record is None:
            return None
        if not is_within_reach(record.by, record):
            _finish(record, ExportState.CANCELLED)
            return None
        record.state = ExportState.RUNNING
        record.save(update_fields=["state"])
    return record


def _make(record: ExportRecord):
    period = period_of(record)
    tables = tables_of(Material(period, _units_of(record)))
    content = RENDERERS[record.format](tables, title=gettext("Figures of the guidance service"), facts=facts_of(record))
    path = path_of(record)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    record.rows = _rows_in(tables)
    name = gettext("figures")
    record.file_name = f"{name}-{period.first}-{period.last}.{record.format}"
    _finish(record, ExportState.READY)


def _rows_in(tables: list[Table]) -> int:
    return sum(len(table.rows) for table in tables)


def facts_of(record: ExportRecord) -> dict[str, str]:
    """What the file says about itself: period first, then units, when and by whom."""
    made = local(now())
    return {
        gettext("Period"): period_of(record).text,
        gettext("Units"): units_text(_units_of(record)),
        gettext("Made"): f"{written(made.date())} {made.hour}.{made:%M}",
        gettext("Made by"): record.by.display_name,
    }


def units_text(units: set[int] | None) -> str:
    if units is None:
        return gettext("All units")
    return ", ".join(unit.name for unit in Unit.objects.filter(pk__in=units).order_by("name_fi"))


def period_of(record: ExportRecord) -> Period:
    return Period(date.fromisoformat(record.filters["first"]), date.fromisoformat(record.filters["last"]))


def _units_of(record: ExportRecord) -> set[int] | None:
    units = record.filters["units"]
    return None if units is None else set(units)


def path_of(record: ExportRecord) -> Path:
    """Where the file lies; its name tells nothing and comes from nobody's input."""
    return Path(settings.MEDIA_ROOT) / "exports" / f"{record.pk}.{record.format}"


def _finish(record: ExportRecord, state: ExportState):
    record.state, record.finished_at = state, Now()
    record.save(update_fields=["state", "finished_at", "rows", "file_name", "error"])


def _fail(record: ExportRecord):
    with translation.override(record.language):
        record.error = str(FAILED_SENTENCE)
    _finish(record, ExportState.FAILED)


@db_periodic_task(crontab(minute="*/5"))
def give_up_stuck_exports():
    """Exports whose job process died or never came end as failed, so that the user can order again."""
    for record in ExportRecord.objects.filter(state__in=UNFINISHED, created_at__lt=now() - GIVEN_UP_AFTER):
        _fail(record)
