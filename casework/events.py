"""What open pages are told after a change: ids only, each page asks anew through its own door."""

from functools import partial
from uuid import UUID

from django.db import transaction

from contactcenter.realtime import publish


def contact_changed(contact: UUID):
    _tell(f"contact:{contact}", "contact", contact)


def case_changed(case: UUID):
    """The case itself, and the worklists it may stand on."""
    _tell(f"case:{case}", "case", case)
    worklist_changed()


def worklist_changed():
    _tell("worklist", "worklist", "")


def _tell(topic: str, what: str, pk):
    frame = {"type": "changed", "what": what, "id": str(pk)}
    transaction.on_commit(partial(publish, f"topic:{topic}", frame), robust=True)
