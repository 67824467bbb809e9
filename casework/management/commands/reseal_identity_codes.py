"""`manage.py reseal_identity_codes`: after a new first key in IDENTITY_KEY, before the old one is taken away."""

from django.core.management.base import BaseCommand, CommandError

from casework.actions import reseal_identity_codes
from contactcenter.errors import ActionRefused


class Command(BaseCommand):
    help = "Seal every identity code under the first key of IDENTITY_KEY and make the hashes they are found by anew."

    def handle(self, **options):
        try:
            count = reseal_identity_codes()
        except ActionRefused as error:
            raise CommandError(str(error.text)) from error
        self.stdout.write(f"{count} identity codes")
