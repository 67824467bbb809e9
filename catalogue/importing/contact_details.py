"""Phones, e-mails, web addresses, street addresses and coordinates of the register, checked and made showable."""

import re
from functools import cache
from urllib.parse import urlsplit

import phonenumbers
from pyproj import Transformer

from .texts import localised, objects, plain

EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
PLACED = {"Ok", "EnteredByUser"}


def phone(raw: dict) -> dict | None:
    """`{"value": as shown, "e164", "raw", "language", "note", "charge", "kind"}`; None without a number.

    The register gives the national number without its zero beside the prefix, or a whole service number alone.
    """
    number = plain(raw.get("number"))
    if not number:
        return None
    prefix = "" if raw.get("isFinnishServiceNumber") else plain(raw.get("prefixNumber"))
    value, e164 = readable(f"{prefix}{number}" if prefix else number)
    return {
        "value": value,
        "e164": e164,
        "raw": f"{prefix} {number}".strip(),
        "language": plain(raw.get("language")),
        "note": plain(raw.get("additionalInformation")),
        "charge": plain(raw.get("chargeDescription")),
        "is_free": raw.get("serviceChargeType") == "FreeOfCharge",
        "kind": plain(raw.get("type")) or "Phone",
    }


def readable(number: str) -> tuple[str, str]:
    """A number as Finns write it, and in E.164 form (empty when it is no telephone number)."""
    try:
        parsed = phonenumbers.parse(number, "FI")
    except phonenumbers.NumberParseException:
        return number, ""
    if not phonenumbers.is_possible_number(parsed):
        return number, ""
    form = phonenumbers.PhoneNumberFormat
    shown = form.NATIONAL if parsed.country_code == 358 else form.INTERNATIONAL
    return phonenumbers.format_number(parsed, shown), phonenumbers.format_number(parsed, form.E164)


def phones(*lists) -> list[dict]:
    return [found for one in lists for raw in objects(one) if (found := phone(raw))]


def emails(*lists) -> list[dict]:
    found = ((plain(raw.get("value")), plain(raw.get("language"))) for one in lists for raw in objects(one))
    return [{"value": value, "language": language} for value, language in found if EMAIL.fullmatch(value)]


def web_address(value) -> str:
    """An http(s) address with a host, else empty: no other scheme ever becomes a link."""
    text = plain(value).replace(" ", "%20")
    if text.startswith("www."):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        is_good = False
    return text if is_good and len(text) <= 500 and "\n" not in text else ""


def urls(*lists, key: str = "url") -> list[dict]:
    """`{"value": address, "name", "language"}` of web pages (`key` url) and form files (`key` value)."""
    found = []
    for raw in (raw for one in lists for raw in objects(one)):
        if address := web_address(raw.get(key)):
            name = plain(raw.get("value")) if key == "url" else plain(raw.get("type"))
            found.append({"value": address, "name": name, "language": plain(raw.get("language"))})
    return found


def address(raws) -> dict:
    """The first address that one can visit: street, postal code, town, municipality code and WGS 84 degrees."""
    candidates = [raw for raw in objects(raws) if raw.get("type") in ("Location", "Visiting", None)]
    for raw in candidates:
        if isinstance(street := raw.get("streetAddress"), dict):
            return _street(street)
    return {}


def _street(raw: dict) -> dict:
    number, municipality = plain(raw.get("streetNumber")), raw.get("municipality")
    streets, offices = localised(raw.get("street")), localised(raw.get("postOffice"))
    placed = raw.get("coordinateState") in PLACED
    latitude, longitude = degrees(raw.get("latitude"), raw.get("longitude")) if placed else (None, None)
    return {
        "street": {code: f"{name} {number}".strip() for code, name in streets.items()},
        "postal_code": plain(raw.get("postalCode"))[:10],
        "post_office": {code: name.title() if name.isupper() else name for code, name in offices.items()},
        "municipality": plain(municipality.get("code")) if isinstance(municipality, dict) else "",
        "latitude": latitude,
        "longitude": longitude,
    }


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:3067", "EPSG:4326", always_xy=True)


def degrees(northing, easting) -> tuple[float | None, float | None]:
    """ETRS-TM35FIN metres, which the register calls latitude and longitude, to WGS 84; None outside Finland."""
    try:
        north, east = float(str(northing).replace(",", ".")), float(str(easting).replace(",", "."))
    except ValueError:
        return None, None
    if not (6_500_000 < north < 7_900_000 and 0 < east < 800_000):
        return None, None
    longitude, latitude = _transformer().transform(east, north)
    return round(latitude, 6), round(longitude, 6)
