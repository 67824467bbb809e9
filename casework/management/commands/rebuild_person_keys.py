"""`manage.py rebuild_person_keys`: what persons are found by, made anew."""

from django.core.management.base import BaseCommand

from casework.person_keys import rebuild_person_keys


class Command(BaseCommand):
    help = "Make everybody's search keys and place in order anew: after a bulk load or a changed rule."

    def handle(self, **options):
        self.stdout.write(f"{rebuild_person_keys()} persons")
