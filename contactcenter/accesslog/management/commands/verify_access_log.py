"""Check that nobody has altered the access log; names the first bad row and exits with 1."""

from django.core.management.base import BaseCommand, CommandError

from contactcenter.accesslog.models import AccessSeal
from contactcenter.accesslog.seals import faults


class Command(BaseCommand):
    help = "Check the access log against its seals; names the first bad row."

    def handle(self, *args, **options):
        if fault := next(faults(), None):
            raise CommandError(f"The access log is not whole: {fault}")
        last = AccessSeal.objects.order_by("last_entry_id").last()
        if not last:
            self.stdout.write("The access log has no seals yet.")
            return
        self.stdout.write(f"The access log is whole up to entry {last.last_entry_id}. Last seal: {last.hash}")
