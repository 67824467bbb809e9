"""Version 11 of the register: its answers, with all their gaps, to our records.

Removed from the register in April 2027; version 12 gets an adapter beside this one, with the same `adapt`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from catalogue.models import ChannelKind

from . import read
from .codes import LISTED, MUNICIPALITY, Codes, area_kind, codes_of, municipality_codes
from .contact_details import address, emails, phones, urls, web_address
from .hours import hours
from .read import Problem, Raw, Reading
from .records import ChannelRecord, Connection, ProviderRecord, ServiceRecord
from .texts import LANGUAGES, cut, localised, objects, plain

KINDS = {
    "Phone": ChannelKind.PHONE,
    "ServiceLocation": ChannelKind.PLACE,
    "WebPage": ChannelKind.WEB,
    "EChannel": ChannelKind.E_SERVICE,
    "PrintableForm": ChannelKind.FORM,
}
CHARGES = {"FreeOfCharge": "free", "Chargeable": "charged"}
NATIONWIDE = {"Nationwide", "NationwideExceptAlandIslands"}
PARISH = re.compile(r"seurakun|församling|kyrklig samfällighet|parish", re.IGNORECASE)
NOT_PUBLISHED = {"Draft", "Modified", "Deleted", "OldPublished", "Removed"}


class Rejected(ValueError):
    """The record cannot be used; the text says why."""


@dataclass
class Records:
    """Adapted records by id. `seen` are the ids the folder spoke of, rejected ones too: those are not gone."""

    by_kind: dict[str, dict] = field(default_factory=lambda: {kind: {} for kind in read.KINDS})
    seen: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in read.KINDS})
    rejected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(read.KINDS, 0))


def adapt(reading: Reading, codes: Codes) -> Records:
    """Every raw record as ours; problems go to `reading.problems`, a bad record stops nothing."""
    adapter = Adapter(reading, codes)
    for kind, one in (
        (read.PROVIDER, adapter.provider),
        (read.CHANNEL, adapter.channel),
        (read.SERVICE, adapter.service),
    ):
        for raw in reading.raws[kind]:
            adapter.take(kind, raw, one)
    return adapter.records


def texts_of(raw: dict, key: str, kind: str) -> dict[str, str]:
    return localised(raw.get(key), kind)


class Adapter:
    """One run over a reading."""

    def __init__(self, reading: Reading, codes: Codes):
        self.reading, self.codes, self.records = reading, codes, Records()
        general = (one.value for one in reading.raws[read.GENERAL_DESCRIPTION])
        self.general = {str(one.get("id")): one for one in general}
        self.raw = Raw("", {})

    def report(self, problem: str):
        self.reading.problems.append(Problem(self.raw.file, self.raw.id, problem))

    def take(self, kind: str, raw: Raw, adapt_one: Callable):
        """Adapt one record and keep it, unless the folder holds a newer copy of the same."""
        self.raw = raw
        known = self.records.by_kind[kind]
        try:
            record_id = _uuid(raw.value.get("id"))
        except Rejected:
            self.report("The record has no identifier.")
            self.records.rejected[kind] += 1
            self.reading.doubt(kind)
            return
        status = raw.value.get("publishingStatus")
        if isinstance(status, str) and status in NOT_PUBLISHED:
            return  # archived there: not seen, so it leaves the catalogue as any record that is gone
        self.records.seen[kind].add(record_id)
        if record_id in known and known[record_id].modified >= plain(raw.value.get("modified")):
            return
        try:
            known[record_id] = adapt_one(record_id, raw.value)
        except (Rejected, TypeError, ValueError, KeyError, AttributeError) as error:
            self.report(f"Left out: {error}")
            self.records.rejected[kind] += 1

    # ---- the three kinds ---------------------------------------------------
    def provider(self, record_id: str, raw: dict) -> ProviderRecord:
        name = self.organisation_name(raw)
        numbers, mails = phones(raw.get("phoneNumbers")), emails(raw.get("emails"))
        pages = urls(raw.get("webPages"))
        municipality = raw.get("municipality")
        code = plain(municipality.get("code")).zfill(3) if isinstance(municipality, dict) else None
        return ProviderRecord(
            id=record_id,
            name=name,
            description=texts_of(raw, "organizationDescriptions", "Description")
            or texts_of(raw, "organizationDescriptions", "Summary"),
            modified=plain(raw.get("modified")),
            type=self.organisation_type(raw, name),
            business_code=plain(raw.get("businessCode"))[:20],
            municipality=self.known_municipality(code),
            phone=numbers[0]["value"][:40] if numbers else "",
            email=mails[0]["value"][:254] if mails else "",
            web_url=pages[0]["value"] if pages else "",
        )

    def channel(self, record_id: str, raw: dict) -> ChannelRecord:
        kind = KINDS.get(raw.get("serviceChannelType"))
        if kind is None:
            raise Rejected(f"unknown kind of channel {raw.get('serviceChannelType')!r}")
        self.report_bad_addresses(raw)
        place = address(raw.get("addresses"))
        if place:
            place["municipality"] = self.known_municipality(place["municipality"])
        descriptions = "serviceChannelDescriptions"
        return ChannelRecord(
            id=record_id,
            name=self.name(raw, "serviceChannelNames"),
            description=texts_of(raw, descriptions, "Description") or texts_of(raw, descriptions, "Summary"),
            modified=plain(raw.get("modified")),
            kind=kind.value,
            provider=_uuid(raw.get("organizationId"), "the organisation"),
            phones=phones(raw.get("phoneNumbers"), raw.get("supportPhones")),
            emails=emails(raw.get("emails"), raw.get("supportEmails")),
            urls=urls(raw.get("webPages")) + urls(raw.get("channelUrls"), key="value"),
            hours=hours(raw.get("serviceHours")),
            accessibility=_accessibility(raw),
            address=place,
            services=_connections(raw.get("services"), "service"),
        )

    def service(self, record_id: str, raw: dict) -> ServiceRecord:
        general = self.general.get(str(raw.get("generalDescriptionId"))) or {}
        provider = _responsible(raw)
        classes = self.known(
            "service class", self.codes.classes, raw.get("serviceClasses") or general.get("serviceClasses")
        )
        municipalities, is_nationwide = self.area(raw)
        return ServiceRecord(
            id=record_id,
            name=self.name(raw, "serviceNames"),
            description=self.text(raw, general, "Description"),
            modified=plain(raw.get("modified")),
            provider=_uuid(provider.get("id"), "the responsible organisation"),
            provider_name=plain(provider.get("name")),
            alternative_names=sorted(
                {*_all_texts(raw.get("serviceNames"), "AlternativeName"), *_all_texts(raw.get("keywords"))}
            ),
            summary=cut(self.text(raw, general, "Summary"), 500),
            instructions=self.text(raw, general, "UserInstruction"),
            charge=CHARGES.get(_either(raw, general, "serviceChargeType"), ""),
            charge_note=self.text(raw, general, "ChargeTypeAdditionalInfo"),
            is_nationwide=is_nationwide,
            classes=classes,
            categories=self.codes.categories_of(classes),
            target_groups=self.known(
                "target group", self.codes.target_groups, raw.get("targetGroups") or general.get("targetGroups")
            ),
            municipalities=municipalities,
            languages=self.spoken(raw.get("languages")),
            connections=_connections(raw.get("serviceChannels"), "serviceChannel"),
        )

    # ---- parts -------------------------------------------------------------
    def name(self, raw: dict, key: str) -> dict[str, str]:
        names = cut(texts_of(raw, key, "Name"), 300)
        if not names:
            raise Rejected("it has no name in Finnish, Swedish or English")
        return names

    def organisation_name(self, raw: dict) -> dict[str, str]:
        """The name that the organisation wants shown, by language; else its official one."""
        shown = {one.get("language"): one.get("type") for one in objects(raw.get("displayNameType"))}
        names = localised(raw.get("organizationNames"))
        for code in LANGUAGES:
            wanted = localised(raw.get("organizationNames"), shown.get(code) or "Name").get(code)
            names |= {code: wanted} if wanted else {}
        if not names:
            raise Rejected("it has no name in Finnish, Swedish or English")
        return cut(names, 300)

    def organisation_type(self, raw: dict, name: dict[str, str]) -> str | None:
        """The register's type; parishes are among its associations and known by their names."""
        given = plain(raw.get("organizationType"))
        if given == "Organization" and any(PARISH.search(text) for text in name.values()):
            given = "Parish"
        if given not in self.codes.organisation_types:
            self.report(f"Unknown type of organisation: {given or 'none'}")
            return None
        return given

    def text(self, raw: dict, general: dict, kind: str) -> dict[str, str]:
        """A text of the service; what it lacks comes from the general description it is linked to."""
        return localised(general.get("descriptions"), kind) | texts_of(raw, "serviceDescriptions", kind)

    def known(self, what: str, codes: set[str], items) -> list[str]:
        found = codes_of(items)
        if unknown := [code for code in found if code not in codes]:
            self.report(f"Unknown {what}, left out: {', '.join(unknown)}")
        return sorted(code for code in found if code in codes)

    def known_municipality(self, code: str | None) -> str | None:
        if code and code not in self.codes.municipalities:
            self.report(f"Unknown municipality, left out: {code}")
            return None
        return code or None

    def spoken(self, languages) -> list[str]:
        """Known languages of the service; others of the world are in the register and not in our list."""
        given = languages if isinstance(languages, list) else []
        return sorted({code for code in given if isinstance(code, str) and code in self.codes.languages})

    def area(self, raw: dict) -> tuple[list[str], bool]:
        """Municipalities of the service, and whether it is for the whole country (then none are listed)."""
        if raw.get("areaType") in NATIONWIDE:
            return [], True
        codes = {code for one in objects(raw.get("areas")) for code in self.municipalities(one)}
        if unknown := sorted(codes - self.codes.municipalities):
            self.report(f"Unknown municipality, left out: {', '.join(unknown)}")
        if not codes:
            self.report("The service has no area: a search limited to a municipality does not find it.")
        return sorted(codes & self.codes.municipalities), False

    def municipalities(self, area: dict) -> list[str]:
        kind = area_kind(area.get("type"))
        if listed := municipality_codes(area.get("municipalities")):
            return listed
        code = plain(area.get("code"))
        if kind == MUNICIPALITY and code:
            return [code.zfill(3)]
        expanded = self.codes.expand(kind, code) if kind not in (None, LISTED) else None
        if expanded is None:
            self.report(f"Unknown area, left out: {area.get('type')} {code}".rstrip())
        return expanded or []

    def report_bad_addresses(self, raw: dict):
        for key, field_name in (("webPages", "url"), ("channelUrls", "value")):
            for page in objects(raw.get(key)):
                if (given := plain(page.get(field_name))) and not web_address(given):
                    self.report(f"Not a web address, left out: {given[:100]}")


def _uuid(value, whose: str = "the record") -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise Rejected(f"the identifier of {whose} is missing or broken") from None


def _responsible(raw: dict) -> dict:
    """The organisation that answers for the service; without one, the first that is named."""
    named = [one for one in objects(raw.get("organizations")) if isinstance(one.get("organization"), dict)]
    ordered = sorted(named, key=lambda one: one.get("roleType") != "Responsible")
    return ordered[0]["organization"] if ordered else {}


def _connections(value, end: str) -> list[Connection]:
    """Links of one end to the other; a link without a proper identifier says nothing."""
    found = {}
    for raw in objects(value):
        try:
            other = _uuid((raw.get(end) or {}).get("id"))
        except (Rejected, AttributeError):
            continue
        details = raw.get("contactDetails")
        found[other] = Connection(
            other, _details(details) if isinstance(details, dict) else {}, hours(raw.get("serviceHours"))
        )
    return list(found.values())


def _details(raw) -> dict:
    """Contact details of a connection; only what it really gives."""
    if not isinstance(raw, dict):
        return {}
    given = {
        "phones": phones(raw.get("phoneNumbers")),
        "emails": emails(raw.get("emails")),
        "urls": urls(raw.get("webPages")),
        "address": address(raw.get("addresses")),
    }
    return {key: value for key, value in given.items() if value}


def _accessibility(raw: dict) -> list[dict]:
    """Sentences about entrances, and the accessibility statement of an e-service."""
    sentences = [
        {"texts": texts}
        for place in objects(raw.get("addresses"))
        for entrance in objects(place.get("entrances"))
        for group in objects(entrance.get("accessibilitySentences"))
        for one in objects(group.get("sentences"))
        if (texts := localised(one.get("sentence")))
    ]
    statements = [
        {"statement": url, "language": plain(one.get("language"))}
        for one in objects(raw.get("accessibilityClassification"))
        if (url := web_address(one.get("accessibilityStatementWebPage")))
    ]
    return sentences + statements


def _either(raw: dict, general: dict, key: str):
    """The service's own value, else that of the general description."""
    return raw.get(key) or general.get(key)


def _other_names(raw: dict) -> list[str]:
    names = [*_all_texts(raw.get("serviceNames"), "AlternativeName"), *_all_texts(raw.get("keywords"))]
    return sorted(set(names))


def _all_texts(value, kind: str | None = None) -> list[str]:
    return [
        text
        for one in objects(value)
        if (kind is None or one.get("type") == kind) and (text := plain(one.get("value")))
    ]
