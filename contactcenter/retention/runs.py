"""One run over all rules: it lists first and erases only what is due, not held and within the brake."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from contactcenter import timestamps
from contactcenter.accounts.models import User
from contactcenter.personal_data.retention import RULES, RetentionRule

from .models import BrakeRelease, RetentionRun
from .queries import Count, count_of, free_rows

log = logging.getLogger("neuvo.retention")
BATCH = 200


def list_due(*, by: User | None = None) -> RetentionRun:
    """Count what every rule keeps and what is due; nothing is erased."""
    return _run(is_real=False, by=by, at=timestamps.now(), is_command=False)


def erase_due(*, by: User | None = None, is_command: bool = False) -> RetentionRun:
    """Erase what is due by the rules, in their order; some rules only a command in a person's hand may apply."""
    return _run(is_real=True, by=by, at=timestamps.now(), is_command=is_command)


def _run(*, is_real: bool, by: User | None, at: datetime, is_command: bool) -> RetentionRun:
    run = RetentionRun.objects.create(started_at=Now(), is_real=is_real, by=by)
    for rule in RULES.values():
        found = count_of(rule, at)
        may = is_real and rule.destroy and (is_command or not rule.is_by_command_only)
        gone = erase(found, at, run) if may else 0
        run.counts[rule.code] = {
            "kept": found.kept, "due": found.due, "held": found.held, "gone": gone,
            "braked": found.is_braked and not gone,
        }  # fmt: skip
        run.save(update_fields=["counts"])
    run.finished_at = Now()
    run.save(update_fields=["finished_at"])
    run.refresh_from_db()
    return run


def erase(found: Count, at: datetime, run: RetentionRun) -> int:
    """Erase what is free of one rule, unless the brake stops it; returns how many rows went."""
    if found.is_braked and not found.is_released:
        log.warning("retention stopped at rule %s: %d of %d rows", found.rule.code, found.free, found.kept)
        return 0
    BrakeRelease.objects.filter(rule=found.rule.code, used_in=None).update(used_in=run)
    return sum(erase_batches(found.rule, at))


def erase_batches(rule: RetentionRule, at: datetime) -> Iterator[int]:
    """Small transactions; what is due and held is asked anew in each. Ends when a batch finds nothing to do."""
    last = None
    while True:
        with transaction.atomic():
            rows = free_rows(rule, at).order_by("pk")
            pks = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:BATCH])
            if not pks:
                return
            yield rule.destroy(rule.rows().model._base_manager.filter(pk__in=pks))
        last = pks[-1]
