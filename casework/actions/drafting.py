"""Saving the form while it is being filled in; a version that somebody overtook is refused with both texts kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused

from ..drafts import ContactFacts
from ..models import Contact, ContactDraft, ContactState


class Conflict(ActionRefused):
    """Somebody (or another tab) saved meanwhile. `version` and `data` are what is stored now."""

    def __init__(self, version: int, data: dict):
        super().__init__(_("This contact was changed elsewhere meanwhile. Both texts are kept."), code="conflict")
        self.version, self.data = version, data


def lock_open_contact(contact: Contact) -> Contact:
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if locked.state != ContactState.OPEN:
        raise ActionRefused(_("This contact is already complete."), code="already_complete")
    return locked


def check_version(draft: ContactDraft, version: int | None):
    """`None` is a caller without a form; a form says which version it began from."""
    if version is not None and version != draft.version:
        raise Conflict(draft.version, draft.data)


@transaction.atomic
def save_draft(contact: Contact, *, facts: ContactFacts, version: int, by: User) -> ContactDraft:
    """Keep the form as it stands. Nothing is checked but its shape: a draft may be half of anything."""
    lock_open_contact(contact)
    draft = ContactDraft.objects.get(contact=contact)
    check_version(draft, version)
    draft.data, draft.version = facts.as_json(), draft.version + 1
    draft.save()
    return draft
