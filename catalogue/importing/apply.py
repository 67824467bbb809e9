"""The plan into the database: short transactions, one savepoint a record, so that a bad one stops nothing."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.dateparse import parse_datetime

from catalogue.actions import index_service, renew_search
from catalogue.models import Provider, Service, ServiceChannel, ServiceConnection, Source
from contactcenter.timestamps import local_day

from .plan import CHANGED, CHANNEL, GONE, GONE_FROM_REGISTER, MODELS, NEW, PROVIDER, SERVICE, UNNAMED, Change, Plan
from .records import ChannelRecord, ProviderRecord, Record, ServiceRecord

BATCH = 100
LANGUAGES = ("fi", "sv", "en")


def apply_plan(plan: Plan, *, by=None) -> list[tuple[Change, str]]:
    """Write what is new, changed or gone; returns the changes that the database refused, with its reason."""
    failed = []
    for kind, write in ((PROVIDER, _write_provider), (CHANNEL, _write_channel), (SERVICE, _write_service)):
        for batch in _batches(plan.of(kind, NEW, CHANGED)):
            failed += _apply_batch(kind, batch, write, by)
        for batch in _batches(plan.of(kind, GONE)):
            failed += _apply_batch(kind, batch, _hide, by)
    return failed


@transaction.atomic
def _apply_batch(kind: str, batch: list[Change], write, by) -> list[tuple[Change, str]]:
    rows = MODELS[kind].objects.select_for_update(of=("self",)).filter(ptv_id__in=[one.id for one in batch])
    present = {str(row.ptv_id): row for row in rows}
    failed = []
    for change in batch:
        row = present.get(change.id) or MODELS[kind](ptv_id=change.id, source=Source.PTV)
        row._history_user = by
        try:
            with transaction.atomic():
                write(row, change.record)
        except (DatabaseError, ValidationError, ValueError) as error:
            failed.append((change, str(error).splitlines()[0]))
    return failed


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    remaining = iter(changes)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _hide(row, record: None):
    row.is_visible, row.hidden_reason = False, GONE_FROM_REGISTER
    row.save()


def _write_provider(row: Provider, record: ProviderRecord):
    names = row.name_fi, row.name_sv, row.name_en
    _fill(row, record)
    row.type_id, row.business_code = record.type, record.business_code
    row.municipality_id = record.municipality
    row.phone, row.email, row.web_url = record.phone, record.email, record.web_url
    if record.is_unnamed:
        row.is_visible, row.hidden_reason = False, UNNAMED
    elif row.hidden_reason == UNNAMED:
        row.is_visible, row.hidden_reason = True, ""
    row.save()
    if names != (row.name_fi, row.name_sv, row.name_en):
        renew_search(row.services)  # services are found by their provider's name too


def _write_channel(row: ServiceChannel, record: ChannelRecord):
    _fill(row, record)
    row.kind, row.provider = record.kind, Provider.objects.get(ptv_id=record.provider)
    row.phones, row.emails, row.urls = record.phones, record.emails, record.urls
    row.hours, row.accessibility = record.hours, record.accessibility
    place = record.address
    row.street_fi, row.street_sv = (place.get("street", {}).get(code, "")[:300] for code in ("fi", "sv"))
    row.post_office_fi, row.post_office_sv = (place.get("post_office", {}).get(code, "")[:100] for code in ("fi", "sv"))
    row.postal_code, row.municipality_id = place.get("postal_code", ""), place.get("municipality")
    row.latitude, row.longitude = place.get("latitude"), place.get("longitude")
    row.save()


def _write_service(row: Service, record: ServiceRecord):
    _fill(row, record)
    row.provider = Provider.objects.get(ptv_id=record.provider)
    row.alternative_names = "\n".join(record.alternative_names)
    for field in ("summary", "instructions", "charge_note"):
        _fill_texts(row, field, getattr(record, field))
    row.charge, row.is_nationwide = record.charge, record.is_nationwide
    row.save()
    row.ptv_classes.set(record.classes)
    row.target_groups.set(record.target_groups)
    row.municipalities.set(record.municipalities)
    row.languages.set(record.languages)
    if not row.are_categories_own:
        row.categories.set(record.categories)
    _write_connections(row, record)
    index_service(row)


def _write_connections(row: Service, record: ServiceRecord):
    """Replace the register's connections; those to our own channels stay."""
    ends = [link.other for link in record.connections]
    channels = dict(ServiceChannel.objects.filter(ptv_id__in=ends).values_list("ptv_id", "pk"))
    wanted = {channels[key]: link for link in record.connections if (key := UUID(link.other)) in channels}
    row.serviceconnection_set.filter(channel__source=Source.PTV).exclude(channel__in=wanted).delete()
    for channel, link in wanted.items():
        ServiceConnection.objects.update_or_create(
            service=row, channel_id=channel, defaults={"contact_details": link.contact_details, "hours": link.hours}
        )


def _fill(row, record: Record):
    """What all kinds share. A row that a person hid stays hidden; one that was gone is shown again."""
    _fill_texts(row, "name", record.name)
    _fill_texts(row, "description", record.description)
    row.source_hash = record.hash
    row.source_modified_at = _instant(record.modified)
    row.checked_on = local_day(row.source_modified_at) if row.source_modified_at else None
    if row.hidden_reason == GONE_FROM_REGISTER:
        row.is_visible, row.hidden_reason = True, ""


def _fill_texts(row, field: str, texts: dict[str, str]):
    for code in LANGUAGES:
        setattr(row, f"{field}_{code}", texts.get(code, ""))


def _instant(text: str) -> datetime | None:
    """The register writes UTC without saying so."""
    try:
        instant = parse_datetime(text)
    except ValueError:
        return None
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant
