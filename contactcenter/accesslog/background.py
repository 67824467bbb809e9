"""The job that seals the access log every hour."""

from contactcenter.jobs import crontab, db_periodic_task, lock_task

from .seals import seal_entries


@db_periodic_task(crontab(minute="7"))
@lock_task("seal-access-log")
def seal_access_log():
    seal_entries()
