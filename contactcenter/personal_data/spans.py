"""How long something is kept, in words."""

from django.utils.translation import ngettext


def years(number: int) -> str:
    return ngettext("%(number)d year", "%(number)d years", number) % {"number": number}


def months(number: int) -> str:
    return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}


def days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
