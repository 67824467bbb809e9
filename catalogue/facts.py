"""What pages say about a service beyond its columns: how to reach it, where it is given, which texts are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna
from django.utils.translation import gettext, ngettext

from contactcenter.reference.models import FALLBACK, Municipality, Text, text_of

from .models import ChannelKind, Service, ServiceCategory, ServiceChannel, ServiceConnection
from .wording import HoursLine, hours_lines

MAP = "https://www.openstreetmap.org/"
LISTED_MUNICIPALITIES = 6


@dataclass(frozen=True)
class WebLink:
    """A link out. `host` is in the form that look-alike letters cannot fake."""

    address: str
    host: str
    language: str


@dataclass(frozen=True)
class ContactPoint:
    """One channel of one service; what the connection says wins over the channel's own."""

    channel: ServiceChannel
    phones: list[dict]
    emails: list[dict]
    links: list[WebLink]
    hours: list[HoursLine]
    street: Text
    town: str
    map_address: str

    @property
    def kind(self) -> str:
        return self.channel.kind

    @property
    def phone(self) -> dict | None:
        return next((one for one in self.phones if one.get("kind", "Phone") == "Phone"), None)


def contact_points(service: Service, language: str) -> list[ContactPoint]:
    """How to reach a service, telephones first, in the order that a person would try."""
    points = [contact_point(link, language) for link in service.serviceconnection_set.all()]
    order = list(ChannelKind.values)
    return sorted(points, key=lambda point: order.index(point.kind))


def contact_point(link: ServiceConnection, language: str) -> ContactPoint:
    channel, own = link.channel, link.contact_details
    place = own.get("address") or {
        "street": {"fi": channel.street_fi, "sv": channel.street_sv},
        "post_office": {"fi": channel.post_office_fi, "sv": channel.post_office_sv},
        "postal_code": channel.postal_code,
        "latitude": channel.latitude,
        "longitude": channel.longitude,
    }
    street, office = _in_language(place["street"], language), _in_language(place["post_office"], language)
    town = " ".join(filter(None, [place["postal_code"], office.value]))
    return ContactPoint(
        channel=channel,
        phones=_for_language(own.get("phones") or channel.phones, language),
        emails=_for_language(own.get("emails") or channel.emails, language),
        links=web_links(own.get("urls") or channel.urls, language),
        hours=hours_lines(link.hours or channel.hours),
        street=street,
        town=town,
        map_address=_map(place.get("latitude"), place.get("longitude"), ", ".join(filter(None, [street.value, town]))),
    )


def first_phone(points: Iterable[ContactPoint]) -> dict | None:
    """The number to show beside the service: a telephone channel's before a place's."""
    return next((point.phone for point in points if point.phone), None)


def tel(phone: dict) -> str:
    """What a `tel:` link holds; the number's own digits when it is no number the world knows."""
    return phone.get("e164") or "".join(c for c in phone.get("value", "") if c.isdigit() or c == "+")


def web_links(values: list[dict], language: str) -> list[WebLink]:
    return [
        WebLink(one["value"], host_of(one["value"]), one.get("language", "")) for one in _for_language(values, language)
    ]


def host_of(address: str) -> str:
    """The host of an address, in punycode when it holds anything but plain letters."""
    host = urlsplit(address).hostname or ""
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host.encode("ascii", "replace").decode()


def area_words(service: Service, language: str) -> str:
    """Where the service is given: the whole country, counties that are whole, else municipalities by name."""
    if service.is_nationwide:
        return gettext("The whole country")
    municipalities = list(service.municipalities.all())
    if len(municipalities) <= LISTED_MUNICIPALITIES:
        return _joined(municipalities, language)
    counties = {one.county for one in municipalities}
    names = ", ".join(sorted(text_of(county, "name", language).value for county in counties))
    count = len(municipalities)
    words = ngettext("%(count)s municipality", "%(count)s municipalities", count) % {"count": count}
    return f"{names} ({words})"


def main_category(service: Service) -> ServiceCategory | None:
    """The category that a page names first: the primary one of the service's classes."""
    links = [link for one in service.ptv_classes.all() for link in one.categoryptvclass_set.all()]
    primary = {link.category_id for link in links if link.rank == "primary"}
    return min(service.categories.all(), key=lambda one: (one.pk not in primary, one.position), default=None)


def missing_language(service: Service, language: str) -> str:
    """The language the description is really in when the page's own is missing, else an empty string."""
    texts = [text_of(service, field, language) for field in ("name", "summary", "description")]
    return next((text.language for text in texts if text.value and text.language != language), "")


def _joined(municipalities: list[Municipality], language: str) -> str:
    return ", ".join(sorted(text_of(one, "name", language).value for one in municipalities))


def _in_language(texts: dict[str, str], language: str) -> Text:
    code = next((code for code in FALLBACK[language] if texts.get(code)), language)
    return Text(texts.get(code, ""), code)


def _for_language(values: list[dict], language: str) -> list[dict]:
    """Values of the page's language; of the next one that has any when there are none. The same value once."""
    for code in (*FALLBACK[language], None):
        found = [one for one in values if code is None or one.get("language") in (code, "")]
        if found:
            return list({one["value"]: one for one in found}.values())
    return []


def _map(latitude: float | None, longitude: float | None, address: str) -> str:
    if latitude is not None and longitude is not None:
        return f"{MAP}?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
    return f"{MAP}search?query={quote(address)}" if address else ""
