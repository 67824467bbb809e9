"""`manage.py load_demo`: invented people, providers and contacts, once; refused outside the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contactcenter import timestamps
from contactcenter.demo.loading import load_demo


class Command(BaseCommand):
    help = "Fill an empty demo with invented data. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=395, help="how many days back the contacts reach")

    def handle(self, *, days, **options):
        if not settings.DEMO:
            raise CommandError("This command is for the demo only: set DEMO=on.")
        loaded = load_demo(days=days, until=timestamps.now())
        words = ", ".join(f"{count} {name}" for name, count in loaded.items())
        self.stdout.write(words or "The demo's data is there already.")
