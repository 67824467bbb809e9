"""What is due to be erased, as a table; with --destroy it goes, the access log's oldest seals too."""

from django.core.management.base import BaseCommand

from contactcenter.personal_data.retention import RULES
from contactcenter.retention import runs


class Command(BaseCommand):
    help = "List what is due to be erased; with --destroy erase it."

    def add_arguments(self, parser):
        parser.add_argument("--destroy", action="store_true", help="erase what is due and neither held nor braked")

    def handle(self, *args, destroy, **options):
        run = runs.erase_due(is_command=True) if destroy else runs.list_due()
        self.line("rule", "kept for", "kept", "due", "held", "gone" if destroy else "", "")
        for rule in RULES.values():
            count = run.counts[rule.code]
            gone = count["gone"] if destroy else ""
            note = "STOPPED BY THE BRAKE" if count["braked"] else "" if rule.destroy else "only listed"
            self.line(rule.code, rule.period(), count["kept"], count["due"], count["held"], gone, note)

    def line(self, code, period, kept, due, held, gone, note):
        text = f"{code:<20} {period!s:<28} {kept:>9} {due:>9} {held:>7} {gone:>9}  {note}"
        self.stdout.write(text.rstrip())
