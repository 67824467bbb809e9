"""`manage.py serve`: the web process, pages and sockets in one, until SIGTERM."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contactcenter import start_checks


class Command(BaseCommand):
    help = "Serve pages and sockets."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--bind", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, bind: str, port: int, **options):
        if problems := start_checks.problems(bind):
            raise CommandError("Not started:\n- " + "\n- ".join(problems))
        if settings.RATE_LIMIT_FACTOR != 1:
            self.stderr.write(f"Limits are multiplied by RATE_LIMIT_FACTOR={settings.RATE_LIMIT_FACTOR}.")
        from contactcenter.asgi import application
        from contactcenter.realtime.server import Server  # first of all: it chooses the reactor

        interface = bind.replace(":", r"\:")
        self.stdout.write(f"Neuvo listens on {bind}:{port}.")
        Server(application, [f"tcp:port={port}:interface={interface}"]).run()
