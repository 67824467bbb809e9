"""`manage.py create_administrator USERNAME`: the first way into a new installation; everybody else is made there."""

import getpass
import logging

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from contactcenter.accounts.actions import create_first_administrator
from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused

log = logging.getLogger("neuvo.accounts")


class Command(BaseCommand):
    help = "Create the first administrator of a new installation; asks for the password twice."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username: str, **options):
        try:
            user = create_first_administrator(username=checked_name(username), password=ask_password(username))
        except ActionRefused as refusal:
            raise CommandError(str(refusal.text)) from None
        log.info("the first administrator %s was created at the server", user.username)
        self.stdout.write(f"{user.username} may now sign in at {settings.PUBLIC_URL}{settings.LOGIN_URL}")


def checked_name(username: str) -> str:
    try:
        return User._meta.get_field("username").clean(username, None)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None


def ask_password(username: str) -> str:
    """A password typed twice and strong enough."""
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password again: "):
        raise CommandError("The passwords were not the same. Nothing was created.")
    if password == settings.DEMO_PASSWORD:
        raise CommandError("That is the public password of the demo. Nothing was created.")
    try:
        validate_password(password, User(username=username))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password
