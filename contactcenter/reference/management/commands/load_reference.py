"""`manage.py load_reference`: bring reference data to the files, keeping later edits."""

from django.core.management.base import BaseCommand

from contactcenter.reference import loader


class Command(BaseCommand):
    help = "Load the starting data of every app. Rows edited since are left as they are and listed."

    def handle(self, **options):
        told = {model: one for model, one in loader.load().items() if one.writes or one.kept}
        if options["verbosity"]:
            lines = [f"{model._meta.label}: {_words(outcome)}" for model, outcome in told.items()]
            self.stdout.write("\n".join([*lines, "Reference data is up to date."]))


def _words(outcome: loader.Outcome) -> str:
    words = [
        f"{count} {word}"
        for count, word in [
            (outcome.created, "new"),
            (outcome.updated, "changed"),
            (outcome.deactivated, "no longer in use"),
        ]
        if count
    ]
    if outcome.kept:
        words.append(f"edited here, left as they are: {', '.join(map(str, outcome.kept))}")
    return ", ".join(words)
