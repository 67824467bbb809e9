"""The epoch of reference data: one row whose token changes with every write of a row that lists are cached from.

House rule is that signals hold no rules. This is the exception, and it is no rule: a cache that one forgotten
writer makes stale would show yesterday's choices to a counsellor, so the token is renewed where no writer can pass
by: at every saved or deleted row and changed list (signals), and at every write of many rows (the manager).
The token is random and never counted up: after a rollback no later write can come to the same one.
"""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save

_request: ContextVar[dict | None] = ContextVar("reference_epoch", default=None)


class ReferenceEpoch(models.Model):
    """The one row."""

    token = models.UUIDField(default=uuid.uuid4)


class ReferenceRows(models.QuerySet):
    """Rows that lists are cached from: writes of many at once, which send no signals, renew the epoch too."""

    def update(self, **values):
        count = super().update(**values)
        renew()
        return count

    def bulk_create(self, *arguments, **options):
        rows = super().bulk_create(*arguments, **options)
        renew()
        return rows

    update.alters_data = bulk_create.alters_data = True


def renew():
    """What was cached until now is no longer shown: in this transaction at once, elsewhere when it commits."""
    token = uuid.uuid4()
    if not ReferenceEpoch.objects.update(token=token):
        ReferenceEpoch.objects.get_or_create(pk=1, defaults={"token": token})
    if (held := _request.get()) is not None:
        held.clear()


def token() -> uuid.UUID | None:
    """The present token, read once a request."""
    held = _request.get()
    if held is None:
        return _read()
    if "token" not in held:
        held["token"] = _read()
    return held["token"]


def _read() -> uuid.UUID | None:
    return ReferenceEpoch.objects.values_list("token", flat=True).first()


@contextmanager
def one_request():
    """Within it the token is read once; a write of one's own is seen all the same."""
    before = _request.set({})
    try:
        yield
    finally:
        _request.reset(before)


def is_watched(model) -> bool:
    """Whether lists are cached from the model's rows: its manager says so."""
    return issubclass(getattr(model._default_manager, "_queryset_class", object), ReferenceRows)


def _row_written(sender, **_values):
    if is_watched(sender):
        renew()


def _list_changed(sender, action, **_values):
    owner = sender._meta.auto_created or sender
    if action.startswith("post_") and is_watched(owner):
        renew()


def watch():
    """Called once when the application is ready."""
    post_save.connect(_row_written, dispatch_uid="reference_saved")
    post_delete.connect(_row_written, dispatch_uid="reference_deleted")
    m2m_changed.connect(_list_changed, dispatch_uid="reference_lists")
