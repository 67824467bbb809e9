"""`make demo`: migrates, loads demo data the first time, and runs one web and one job process."""

import hashlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

STOP_SECONDS = 12


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
            return True
    except OSError:
        return False


def static_fingerprint() -> str:
    """Changes with every file that would be collected, so that an unchanged set is not collected again."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


class Command(BaseCommand):
    help = "Serve the demo: invented people and providers, one web and one job process."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        if not settings.DEMO:
            raise CommandError("This command is for the demo only: set DEMO=on.")
        if not is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT={port + 1}")
        self.prepare()
        self.serve(port)

    def prepare(self):
        steps = [
            ("Preparing the database", ["migrate"], {"interactive": False}),
            ("Loading reference data", ["load_reference"], {}),
            ("Loading demo data (the first time takes a moment)", ["load_demo"], {}),
        ]
        for words, command, keywords in steps:
            started = time.monotonic()
            call_command(*command, verbosity=0, **keywords)
            self.stdout.write(f"{words}: {time.monotonic() - started:.1f} s")
        self.collect_static()
        self.stdout.flush()

    def collect_static(self):
        stamp, fingerprint = settings.STATIC_ROOT / ".fingerprint", static_fingerprint()
        if not stamp.exists() or stamp.read_text() != fingerprint:
            self.stdout.write("Collecting style sheets and scripts")
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(fingerprint)

    def serve(self, port: int):
        commands = [
            ["serve", "--bind", "127.0.0.1", "--port", str(port)],
            ["run_huey", "-q", "-k", "thread", "-w", "1"],
        ]
        processes = [
            subprocess.Popen([sys.executable, "manage.py", *command], cwd=settings.BASE_DIR)  # noqa: S603 - our own
            for command in commands
        ]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while not answers(f"http://127.0.0.1:{port}/healthz"):
                if any(process.poll() is not None for process in processes):
                    raise CommandError("A process stopped at once; its reason is above.")
                time.sleep(0.1)
            self.stdout.write(self.style.SUCCESS(f"\nNeuvo answers at http://127.0.0.1:{port}  (Ctrl+C stops it)"))
            self.stdout.write("Sign in as ohjaaja, handledare, vastaava or esihenkilo; password neuvo-demo")
            self.stdout.flush()
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise CommandError("A process stopped; the demo ends.")
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            self.stop(processes)

    def stop(self, processes):
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
