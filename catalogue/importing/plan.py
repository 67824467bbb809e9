"""What a reading would change: new, changed, same, gone; decided by comparing hashes, before anything is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.models import Provider, Service, ServiceChannel, ServiceConnection, Source

from .read import CHANNEL, KINDS, PROVIDER, SERVICE, Reading
from .records import Connection, ProviderRecord, Record, ServiceRecord
from .v11 import Records

MODELS = {PROVIDER: Provider, CHANNEL: ServiceChannel, SERVICE: Service}
NEW, CHANGED, SAME, GONE, REJECTED = "new", "changed", "same", "gone", "rejected"
GONE_FROM_REGISTER = "gone_from_register"
UNNAMED = "unnamed"
MAX_GONE_SHARE = 0.2


@dataclass(frozen=True)
class Change:
    """One record and what happens to it; a row that is gone has no record."""

    kind: str
    id: str
    name: str
    change: str
    record: Record | None = None


@dataclass
class Plan:
    """Every change of a run. `refused` are kinds of which too many are gone to be hidden without a person."""

    changes: list[Change] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        counted = Counter((one.kind, one.change) for one in self.changes)
        return {
            kind: {change: counted[kind, change] for change in (NEW, CHANGED, SAME, GONE)}
            | {REJECTED: self.rejected.get(kind, 0)}
            for kind in KINDS
        }

    def of(self, kind: str, *changes: str) -> list[Change]:
        return [one for one in self.changes if one.kind == kind and one.change in changes]

    def __bool__(self):
        return any(one.change != SAME for one in self.changes)


def make_plan(records: Records, reading: Reading, *, allow_hiding: bool = False) -> Plan:
    """Compare the records with the database. Records are completed here: stub providers, both ends' connections."""
    present = {kind: _present(model) for kind, model in MODELS.items()}
    _connect(records, reading, set(present[CHANNEL]))
    _add_stubs(records, reading, set(present[PROVIDER]))
    plan = Plan(rejected=records.rejected)
    for kind in KINDS:
        plan.changes += [_change(kind, record, present[kind].get(one)) for one, record in records.by_kind[kind].items()]
        if reading.is_complete(kind):
            _plan_gone(plan, kind, present[kind], records.seen[kind], allow_hiding)
    return plan


@dataclass(frozen=True)
class Row:
    """What the plan needs of a row of the database."""

    name: str
    source: str
    hash: str
    is_visible: bool
    hidden_reason: str


def _present(model) -> dict[str, Row]:
    rows = model.objects.exclude(ptv_id=None).values_list(
        "ptv_id", "name_fi", "name_sv", "name_en", "source", "source_hash", "is_visible", "hidden_reason"
    )
    return {str(one): Row(fi or sv or en, *rest) for one, fi, sv, en, *rest in rows}


def _change(kind: str, record: Record, row: Row | None) -> Change:
    if row is None:
        change = NEW
    elif row.source == Source.OWN:
        change = SAME  # taken over by us: the register no longer decides
    else:
        change = SAME if row.hash == record.hash and row.hidden_reason != GONE_FROM_REGISTER else CHANGED
    return Change(kind, record.id, record.shown_name, change, record)


def _plan_gone(plan: Plan, kind: str, rows: dict[str, Row], seen: set[str], allow_hiding: bool):
    shown = {one: row for one, row in rows.items() if row.is_visible and row.source == Source.PTV}
    gone = sorted(shown.keys() - seen)
    if gone and len(gone) > MAX_GONE_SHARE * len(shown) and not allow_hiding:
        plan.refused[kind] = f"{len(gone)} of {len(shown)} would be hidden, more than {MAX_GONE_SHARE:.0%}"
        return
    plan.changes += [Change(kind, one, shown[one].name, GONE) for one in gone]


def _connect(records: Records, reading: Reading, stored: set[str]):
    """Give each service the connections that either end tells; when pages are missing, keep the stored ones too."""
    services, channels = records.by_kind[SERVICE], records.by_kind[CHANNEL]
    found: dict[str, dict[str, Connection]] = {one: {} for one in services}
    for channel in channels.values():
        for link in channel.services:
            if link.other in found:
                found[link.other][channel.id] = Connection(channel.id, link.contact_details, link.hours)
        channel.services = []
    for service in services.values():
        known = [link for link in service.connections if link.other in channels or link.other in stored]
        if missing := len(service.connections) - len(known):
            reading.report("", f"Channels that the folder does not hold: {missing}", service.id)
        found[service.id] |= {link.other: link for link in known if _says_more(link, found[service.id].get(link.other))}
    if not (reading.is_complete(SERVICE) and reading.is_complete(CHANNEL)):
        _keep_stored(found)
    for one, links in found.items():
        services[one].connections = [links[other] for other in sorted(links)]


def _says_more(link: Connection, other_end: Connection | None) -> bool:
    return other_end is None or bool(link.contact_details or link.hours)


def _keep_stored(found: dict[str, dict[str, Connection]]):
    links = ServiceConnection.objects.filter(service__ptv_id__isnull=False, channel__ptv_id__isnull=False)
    for service, channel, details, hours in links.values_list(
        "service__ptv_id", "channel__ptv_id", "contact_details", "hours"
    ):
        if str(service) in found:
            found[str(service)].setdefault(str(channel), Connection(str(channel), details, hours))


def _add_stubs(records: Records, reading: Reading, stored: set[str]):
    """Providers that are named by a service or channel and are in no file: kept by name until the register tells."""
    providers, services = records.by_kind[PROVIDER], records.by_kind[SERVICE].values()
    names = {one.provider: one.provider_name for one in services if one.provider_name}
    users: Iterable[ServiceRecord | Record] = [*services, *records.by_kind[CHANNEL].values()]
    for user in users:
        records.seen[PROVIDER].add(user.provider)
        if user.provider not in providers and user.provider not in stored:
            name = names.get(user.provider)
            texts = {"fi": name[:300]} if name else user.name
            providers[user.provider] = ProviderRecord(user.provider, texts, is_unnamed=not name)
            reading.report("", "An organisation that the folder does not hold; known by its name only.", user.provider)
