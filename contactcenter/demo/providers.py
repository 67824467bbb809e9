"""The demo's catalogue: thirty invented providers, what they offer, and how they are reached."""

import re
import uuid
from random import Random

from simple_history.utils import bulk_create_with_history

from catalogue.actions import index_service
from catalogue.models import ChannelKind, Provider, Service, ServiceChannel, ServiceConnection, Source
from contactcenter import timestamps
from contactcenter.accounts.models import Organisation
from contactcenter.reference.models import Municipality
from contactcenter.timestamps import local_day

from .files import parts, rows

LANGUAGES = ("fi", "sv", "en")


def load_catalogue(random: Random) -> list[Service]:
    """Everything there is to find; returns the services, searchable."""
    providers = _load_providers(random)
    channels = {code: _load_channels(provider, random) for code, provider in providers.items()}
    offers = [(row, code) for row in rows("offers") for code in parts(row["providers"])]
    services = [_service(row, providers[code], random) for row, code in offers]
    bulk_create_with_history(services, Service, default_change_reason="demo")
    areas = _areas()
    for service, (row, code) in zip(services, offers, strict=True):
        _connect(service, row, areas[code], channels[code], random)
    for service in services:
        index_service(service)
    return services


def identifier(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)


def _names(row: dict) -> dict[str, str]:
    return {f"name_{language}": row[f"name_{language}"] for language in LANGUAGES}


def _address(name: str) -> str:
    """A web name that can never exist: `.example` is reserved for this."""
    plain = name.lower().translate(str.maketrans("äöå", "aoa"))
    return re.sub(r"[^a-z]+", "-", plain).strip("-") + ".example"


def _areas() -> dict[str, list[str]]:
    """Municipality codes by provider; no list in the file means the whole area served."""
    everywhere = list(Municipality.objects.filter(is_served=True).values_list("pk", flat=True))
    return {row["code"]: parts(row["municipalities"]) or everywhere for row in rows("providers")}


def _load_providers(random: Random) -> dict[str, Provider]:
    organisations = {row.name_fi: row for row in Organisation.objects.all()}
    found = {}
    for number, row in enumerate(rows("providers"), start=1):
        found[row["code"]] = Provider(
            id=identifier(random), source=Source.OWN, type_id=row["type"], municipality_id=row["seat"],
            phone=f"02 000 1{number:03}", email=f"neuvonta@{_address(row['name_fi'])}",
            web_url=f"https://{_address(row['name_fi'])}/", is_own_local_point=row["is_own_local_point"] == "1",
            organisation=organisations.get(row["name_fi"]), checked_on=local_day(timestamps.now()), **_names(row),
        )  # fmt: skip
    bulk_create_with_history(list(found.values()), Provider, default_change_reason="demo")
    return found


def _load_channels(provider: Provider, random: Random) -> list[ServiceChannel]:
    """A telephone, a place and a web page of each provider."""
    channels = [_telephone(provider, random), _place(provider, random), _page(provider, random)]
    bulk_create_with_history(channels, ServiceChannel, default_change_reason="demo")
    return channels


def _channel(provider: Provider, random: Random, kind: ChannelKind, names: tuple[str, str, str], **fields):
    names = {
        f"name_{language}": f"{name}: {getattr(provider, f'name_{language}')}"
        for language, name in zip(LANGUAGES, names, strict=True)
    }
    return ServiceChannel(
        id=identifier(random), source=Source.OWN, kind=kind, provider=provider, checked_on=provider.checked_on,
        municipality_id=provider.municipality_id, **names, **fields,
    )  # fmt: skip


def _telephone(provider: Provider, random: Random) -> ServiceChannel:
    closes = random.choice(["14:00", "15:00", "16:00"])
    return _channel(
        provider, random, ChannelKind.PHONE, ("Puhelin", "Telefon", "Phone"),
        phones=[{"value": provider.phone, "language": language, "note": ""} for language in ("fi", "sv")],
        hours=[_weekly(day, "09:00", closes) for day in range(5)],
    )  # fmt: skip


def _place(provider: Provider, random: Random) -> ServiceChannel:
    seat = next(row for row in rows("places") if row["code"] == provider.municipality_id)
    street, number = random.choice(rows("streets")), random.randint(1, 40)
    days = range(5) if random.random() < 0.6 else (1, 3)
    return _channel(
        provider, random, ChannelKind.PLACE, ("Käyntipaikka", "Besöksadress", "Visiting address"),
        street_fi=f"{street['name_fi']} {number}", street_sv=f"{street['name_sv']} {number}",
        postal_code=seat["postal_code"], post_office_fi=seat["post_office_fi"], post_office_sv=seat["post_office_sv"],
        latitude=float(seat["latitude"]) + random.uniform(-0.01, 0.01),
        longitude=float(seat["longitude"]) + random.uniform(-0.02, 0.02),
        phones=[{"value": f"040 000 {random.randint(1000, 9999)}", "language": "fi", "note": ""}],
        hours=[_weekly(day, "10:00", random.choice(["14:00", "15:00"])) for day in days],
    )  # fmt: skip


def _page(provider: Provider, random: Random) -> ServiceChannel:
    return _channel(
        provider, random, ChannelKind.WEB, ("Verkkosivu", "Webbsida", "Web page"),
        urls=[{"value": provider.web_url, "language": language, "note": ""} for language in ("fi", "sv")],
    )  # fmt: skip


def _weekly(weekday: int, opens: str, closes: str) -> dict:
    return {"kind": "weekly", "weekday": weekday, "opens": opens, "closes": closes}


def _service(row: dict, provider: Provider, random: Random) -> Service:
    manner = next(manner for manner in rows("manners") if manner["type"] == provider.type_id)
    texts = {f"description_{one}": f"{row[f'summary_{one}']}\n\n{manner[f'about_{one}']}" for one in LANGUAGES}
    texts |= {f"instructions_{one}": manner[f"how_{one}"] for one in LANGUAGES}
    texts |= {f"summary_{one}": row[f"summary_{one}"] for one in LANGUAGES}
    return Service(
        id=identifier(random), source=Source.OWN, provider=provider, alternative_names=row["alternative"],
        charge=row["charge"], checked_on=provider.checked_on, are_categories_own=True, **_names(row), **texts,
    )  # fmt: skip


def _connect(service: Service, row: dict, municipalities: list[str], channels: list, random: Random):
    service.categories.add(*parts(row["categories"]))
    service.ptv_classes.add(*parts(row["ptv"]))
    service.target_groups.add(*parts(row["targets"]))
    service.municipalities.add(*municipalities)
    service.languages.add("fi", *(["sv"] if random.random() < 0.7 else []))
    ServiceConnection.objects.bulk_create(ServiceConnection(service=service, channel=channel) for channel in channels)
