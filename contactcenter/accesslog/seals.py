"""The chain over the access log: who alters a row, even with the database's own rights, is found by name.

A row's hash is SHA-256 over its columns and subjects as JSON. A seal's hash is SHA-256 over the previous seal's
hash and the row hashes of its run, in order. Entries are sealed once they are `SETTLED` old, so that an entry
whose transaction commits late cannot land inside a run already sealed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Min

from contactcenter import timestamps

from .models import AccessEntry, AccessSeal

SETTLED = timedelta(minutes=10)
RUN = 1000  # entries in a seal at most
COLUMNS = ("id", "at", "user_id", "user_name", "role", "unit_name", "action", "door", "ground", "reason", "contact_id")


@transaction.atomic
def seal_entries() -> int:
    """Seal every settled entry that no seal covers; returns how many."""
    last = AccessSeal.objects.select_for_update().order_by("-last_entry_id").first()
    sealed = 0
    while rows := settled_after(last.last_entry_id if last else 0):
        last = seal(rows, after=last)
        sealed += len(rows)
    return sealed


def settled_after(entry_id: int) -> list[AccessEntry]:
    ready = AccessEntry.objects.filter(id__gt=entry_id, at__lt=timestamps.now() - SETTLED)
    return list(ready.prefetch_related("subjects").order_by("id")[:RUN])


def seal(rows: list[AccessEntry], *, after: AccessSeal | None) -> AccessSeal:
    hashes = {str(row.id): hash_of_row(row) for row in rows}
    previous = after.hash if after else ""
    return AccessSeal.objects.create(
        first_entry_id=rows[0].id,
        last_entry_id=rows[-1].id,
        row_hashes=hashes,
        previous_hash=previous,
        hash=hash_of_run(previous, hashes.items()),
        sealed_at=timestamps.now(),
    )


def hash_of_row(row: AccessEntry) -> str:
    values = [row.at.isoformat() if name == "at" else str(getattr(row, name)) for name in COLUMNS]
    subjects = sorted(str(subject.person_id) for subject in row.subjects.all())
    return hashlib.sha256(json.dumps([values, subjects]).encode()).hexdigest()


def hash_of_run(previous: str, hashes: Iterable[tuple[str, str]]) -> str:
    ordered = sorted(hashes, key=lambda item: int(item[0]))
    return hashlib.sha256(json.dumps([previous, ordered]).encode()).hexdigest()


def faults() -> Iterator[str]:
    """What is wrong with the log, the earliest first; nothing when it is whole.

    Retention drops from the old end: the oldest seal left may have a previous one that is gone.
    """
    previous = None
    for link in AccessSeal.objects.order_by("last_entry_id").iterator():
        if previous and (link.previous_hash != previous.hash or link.first_entry_id <= previous.last_entry_id):
            yield f"seal {link.id}: does not follow seal {previous.id}"
        yield from faults_of_run(link)
        if link.hash != hash_of_run(link.previous_hash, link.row_hashes.items()):
            yield f"seal {link.id}: altered"
        previous = link
    yield from faults_before_the_seals()


def faults_of_run(link: AccessSeal) -> Iterator[str]:
    run = AccessEntry.objects.filter(id__range=(link.first_entry_id, link.last_entry_id)).prefetch_related("subjects")
    found = {str(row.id): hash_of_row(row) for row in run}
    for entry in sorted(found.keys() | link.row_hashes.keys(), key=int):
        if entry not in found:
            yield f"entry {entry}: missing"
        elif entry not in link.row_hashes:
            yield f"entry {entry}: added after sealing"
        elif found[entry] != link.row_hashes[entry]:
            yield f"entry {entry}: altered"


def faults_before_the_seals() -> Iterator[str]:
    """Entries older than the first seal: retention would have dropped them, so somebody added them."""
    first = AccessSeal.objects.aggregate(first=Min("first_entry_id"))["first"]
    stray = AccessEntry.objects.filter(id__lt=first).order_by("id").first() if first else None
    if stray:
        yield f"entry {stray.id}: before the first seal"
