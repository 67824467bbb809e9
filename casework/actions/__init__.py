"""What can be done to a contact and to a person; every write goes through here."""

from .completing import Incomplete, complete_contact, edit_contact, end_quickly, facts_of, version_of
from .drafting import Conflict, save_draft
from .opening import language_of, open_contact, take_over_open_contact
from .persons import attach_person, change_person, create_person, detach_person

__all__ = [
    "Conflict",
    "Incomplete",
    "attach_person",
    "change_person",
    "complete_contact",
    "create_person",
    "detach_person",
    "edit_contact",
    "end_quickly",
    "facts_of",
    "language_of",
    "open_contact",
    "save_draft",
    "take_over_open_contact",
    "version_of",
]
