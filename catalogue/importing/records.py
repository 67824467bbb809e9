"""Our own shape of what an import brings: one record a provider, channel, service, whatever the register's version.

Texts are `{language: text}` for fi, sv and en. A record holds only resolved values (known codes, municipality
codes, clean texts), so its hash says whether the database would change.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field

ADAPTER = "v11.1"  # grows when an adapter reads the same answer differently, so that records are written anew
Texts = dict[str, str]


@dataclass
class Record:
    """What all kinds share."""

    id: str
    name: Texts
    description: Texts = field(default_factory=dict)
    modified: str = ""

    @property
    def hash(self) -> str:
        content = json.dumps([ADAPTER, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def shown_name(self) -> str:
        return next((self.name[code] for code in ("fi", "sv", "en") if self.name.get(code)), self.id)


@dataclass
class ProviderRecord(Record):
    """An organisation of the register. One that only a channel points to has borrowed its name: `is_unnamed`."""

    type: str | None = None
    business_code: str = ""
    municipality: str | None = None
    phone: str = ""
    email: str = ""
    web_url: str = ""
    is_unnamed: bool = False


@dataclass
class ChannelRecord(Record):
    """A way to reach services. `services` are the connections that the channel itself tells."""

    kind: str = ""
    provider: str = ""
    phones: list[dict] = field(default_factory=list)
    emails: list[dict] = field(default_factory=list)
    urls: list[dict] = field(default_factory=list)
    hours: list[dict] = field(default_factory=list)
    accessibility: list[dict] = field(default_factory=list)
    address: dict = field(default_factory=dict)
    services: list["Connection"] = field(default_factory=list)


@dataclass
class Connection:
    """One end of a link between a service and a channel; its own details win over the channel's."""

    other: str
    contact_details: dict = field(default_factory=dict)
    hours: list[dict] = field(default_factory=list)


@dataclass
class ServiceRecord(Record):
    """A service. `provider_name` names a provider that the folder does not hold."""

    provider: str = ""
    provider_name: str = ""
    alternative_names: list[str] = field(default_factory=list)
    summary: Texts = field(default_factory=dict)
    instructions: Texts = field(default_factory=dict)
    charge: str = ""
    charge_note: Texts = field(default_factory=dict)
    is_nationwide: bool = False
    classes: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    target_groups: list[str] = field(default_factory=list)
    municipalities: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
