"""Forms of pages; the contact's own form is JSON, see drafts.py."""

from .contacts import CALL, ContactFilters, NewContactForm
from .persons import PersonForm, PersonSearchForm, ReasonForm

__all__ = ["CALL", "ContactFilters", "NewContactForm", "PersonForm", "PersonSearchForm", "ReasonForm"]
