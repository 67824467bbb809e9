"""`manage.py import_ptv --folder DIR [--apply] [--allow-hiding]`: preview or do an import of the service register."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue.importing.runs import Outcome, run_import
from catalogue.models import ServiceCategory
from contactcenter.errors import ActionRefused

HIDING_REFUSED = 3
SHOWN_PROBLEMS = 200


class Command(BaseCommand):
    help = (
        "Read saved answers of the service register (PTV, version 11) from a folder. Without --apply nothing of the "
        "catalogue changes. Exit codes: 0 done, 1 nothing could be read, 3 done but hiding was refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, required=True, help="folder with the saved .json files")
        parser.add_argument("--apply", action="store_true", help="write the changes; without it they are only shown")
        parser.add_argument("--allow-hiding", action="store_true", help="hide even when more than 20 %% are gone")

    def handle(self, *, folder: Path, apply: bool, allow_hiding: bool, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if not ServiceCategory.objects.exists():
            raise CommandError("There is no reference data yet. Run load_reference first.")
        try:
            outcome = run_import(folder, is_applied=apply, allow_hiding=allow_hiding)
        except ActionRefused as refusal:
            raise CommandError(str(refusal.text)) from None
        self._print_problems(outcome)
        self._print_counts(outcome)
        if outcome.is_empty:
            raise CommandError(f"The folder {folder} holds no service, channel or organisation that could be read.")
        self.stdout.write(self._verdict(outcome))
        if outcome.plan.refused:
            kinds = "; ".join(f"{kind}: {why}" for kind, why in outcome.plan.refused.items())
            raise CommandError(
                f"Nothing was hidden ({kinds}). Add --allow-hiding if that is right.", returncode=HIDING_REFUSED
            )

    def _print_problems(self, outcome: Outcome):
        problems = outcome.reading.problems
        for one in (problem.as_row() for problem in problems[:SHOWN_PROBLEMS]):
            where = " ".join(filter(None, [one["id"], f"({one['file']})" if one["file"] else ""]))
            self.stdout.write(f"  {where}: {one['problem']}")
        if len(problems) > SHOWN_PROBLEMS:
            self.stdout.write(f"  … and {len(problems) - SHOWN_PROBLEMS} more; the run record holds them.")

    def _print_counts(self, outcome: Outcome):
        for kind, counts in outcome.run.counts.items():
            self.stdout.write(f"{kind}: " + ", ".join(f"{count} {change}" for change, count in counts.items()))

    def _verdict(self, outcome: Outcome) -> str:
        run = outcome.run
        pages = "" if run.is_complete else " Pages or records are missing, so nothing of those kinds is hidden."
        if not run.is_applied:
            return f"Preview {run.pk}: nothing was written. Add --apply to import.{pages}"
        return f"Run {run.pk}: {'the catalogue is up to date' if outcome.plan else 'nothing had changed'}.{pages}"
