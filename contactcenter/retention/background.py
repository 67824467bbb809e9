"""The nightly run, and the count that somebody orders from the page."""

from contactcenter.accounts.models import User
from contactcenter.jobs import crontab, db_periodic_task, db_task, lock_task

from . import runs


@db_periodic_task(crontab(hour="2", minute="40"))
@lock_task("retention")
def erase_by_night():
    """Lists first: the count of each rule is written before anything of it goes."""
    runs.erase_due()


@db_task()
@lock_task("retention")
def count_now(user: int):
    runs.list_due(by=User.objects.get(pk=user))
