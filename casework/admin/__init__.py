"""Administration of everything contacts and cases are led by. Contacts, cases and persons are never shown here."""

from . import beside, cases, classifications, guidance

__all__ = ["beside", "cases", "classifications", "guidance"]
