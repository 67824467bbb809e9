"""Forms of pages; the contact's own form is JSON, see drafts.py."""

from .contacts import CALL, AfterwardsForm, ContactFilters, NewContactForm
from .persons import (
    FlagForm,
    IdentityCodeForm,
    LaterPersonForm,
    LaterReasonForm,
    LikelySameForm,
    MergeForm,
    PersonForm,
    PersonSearchForm,
    ReasonForm,
    RepresentativeForm,
)

__all__ = [
    "CALL",
    "AfterwardsForm",
    "ContactFilters",
    "FlagForm",
    "IdentityCodeForm",
    "LaterPersonForm",
    "LaterReasonForm",
    "LikelySameForm",
    "MergeForm",
    "NewContactForm",
    "PersonForm",
    "PersonSearchForm",
    "ReasonForm",
    "RepresentativeForm",
]
