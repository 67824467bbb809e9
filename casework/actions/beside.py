"""Marking news and instructions as read."""

from contactcenter.accounts.models import User

from ..models import Notice, NoticeRead


def mark_read(notice: Notice, *, by: User) -> NoticeRead:
    """Once is enough: the first mark stays."""
    mark, _is_new = NoticeRead.objects.get_or_create(notice=notice, user=by)
    return mark
