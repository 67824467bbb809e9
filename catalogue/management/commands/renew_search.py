"""`manage.py renew_search`: make the search index of every service anew, such as after installing voikko."""

from django.core.management.base import BaseCommand

from catalogue.actions import renew_search
from catalogue.lemmas import voikko
from catalogue.models import Service


class Command(BaseCommand):
    help = "Compute the search words of every service anew. Nothing else of a service changes."

    def handle(self, **options):
        analyser = "voikko" if voikko() else "simplemma, since voikko is not installed"
        self.stdout.write(f"{renew_search(Service.objects.all())} services renewed; Finnish by {analyser}.")
