"""One run from folder to run record; a preview leaves a record too, so that people can read and discuss it."""

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from catalogue.models import ImportRun

from .apply import apply_plan
from .codes import known_codes
from .lock import only_run
from .plan import SAME, Plan, make_plan
from .read import KINDS, Problem, Reading, read_folder
from .v11 import adapt

SHOWN_CHANGES = 1000
SHOWN_PROBLEMS = 5000


@dataclass(frozen=True)
class Outcome:
    """What a run read, planned and recorded."""

    run: ImportRun
    plan: Plan
    reading: Reading

    @property
    def is_empty(self) -> bool:
        return not any(self.reading.raws[kind] for kind in KINDS)


def run_import(folder: Path, *, is_applied: bool, allow_hiding: bool = False, by=None) -> Outcome:
    """Read `folder`, plan, apply when asked, and keep the run record. Never raises for what the files hold; refused
    while another run goes on."""
    with only_run():
        return _run(folder, is_applied=is_applied, allow_hiding=allow_hiding, by=by)


def _run(folder: Path, *, is_applied: bool, allow_hiding: bool, by) -> Outcome:
    run = ImportRun.objects.create(folder=str(folder)[:500], is_applied=is_applied, started_by=by)
    reading = read_folder(folder)
    records = adapt(reading, known_codes())
    plan = make_plan(records, reading, allow_hiding=allow_hiding)
    if is_applied:
        for change, reason in apply_plan(plan, by=by):
            reading.problems.append(Problem("", change.id, f"The database refused the record: {reason}"))
    _finish(run, plan, reading)
    return Outcome(run, plan, reading)


def _finish(run: ImportRun, plan: Plan, reading: Reading):
    run.is_complete = all(reading.is_complete(kind) for kind in KINDS if reading.raws[kind]) and not reading.doubted
    run.counts = plan.counts()
    run.changes = [
        {"kind": one.kind, "id": one.id, "name": one.name, "change": one.change}
        for one in plan.changes
        if one.change != SAME
    ][:SHOWN_CHANGES]
    refused = [Problem("", "", f"Nothing of kind {kind} was hidden: {why}.") for kind, why in plan.refused.items()]
    run.problems = [one.as_row() for one in [*refused, *reading.problems]][:SHOWN_PROBLEMS]
    run.finished_at = timezone.now()
    run.save()
