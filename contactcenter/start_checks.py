"""Whether this server may be shown to others: it refuses to start with what is only fit for one's own machine."""

from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

# Below these the packages have published holes that reach us, see SECURITY.md.
VERSION_FLOORS = {
    "Django": (5, 2, 17),
    "channels": (4, 3),
    "daphne": (4, 2, 2),
    "redis": (4, 5, 4),
    "Twisted": (24, 7),
    "weasyprint": (70, 0),
    "openpyxl": (2, 4, 2),
}


def problems(bind: str) -> list[str]:
    """Reasons not to listen at address `bind`; empty on loopback, where a default key and DEBUG are welcome."""
    return exposed_problems() if is_exposed(bind) else []


def warnings() -> list[str]:
    """What the operator should know but may want: said at start."""
    if settings.RATE_LIMIT_FACTOR == 1:
        return []
    return [f"RATE_LIMIT_FACTOR is {settings.RATE_LIMIT_FACTOR:g}: limits of frames and new chats are not the usual."]


def is_exposed(bind: str) -> bool:
    """Others can reach the server: it listens beyond loopback, or a proxy serves it under a public address."""
    return not (is_loopback(bind) and is_loopback(urlsplit(settings.PUBLIC_URL).hostname or ""))


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def exposed_problems() -> list[str]:
    found = {
        "DEBUG is on: it shows code and data to anybody.": settings.DEBUG,
        "SECRET_KEY is the default, known to everybody. Set a long random one.": is_known_key(settings.SECRET_KEY),
        "BUS_KEY holds the default key. Set a long random one.": any(
            is_known_key(key) for key in settings.BUS_KEYS if key != settings.SECRET_KEY
        ),
        "IDENTITY_KEY is missing, holds the default key or SECRET_KEY. Set a long random one of its own.": any(
            is_known_key(key) or key == settings.SECRET_KEY for key in settings.IDENTITY_KEYS
        ),
        "PUBLIC_URL does not begin with https://. Serve through TLS and say so.": not settings.HTTPS,
        "DEMO is on: its people sign in with a public password.": settings.DEMO,
    }
    return [reason for reason, holds in found.items() if holds] + outdated()


def is_known_key(key: str) -> bool:
    return key == settings.DEFAULT_SECRET_KEY or len(key) < 32


def outdated() -> list[str]:
    """Packages below their floor."""
    return [
        f"{package} {installed} is older than {'.'.join(map(str, floor))}, which has known holes."
        for package, floor in VERSION_FLOORS.items()
        if numbers(installed := installed_version(package)) < floor
    ]


def installed_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


@register(Tags.security, deploy=True)
def check_exposed(app_configs, **kwargs):
    """`manage.py check --deploy` says the same as a start that others can reach."""
    errors = [Error(reason, id="neuvo.E001") for reason in exposed_problems()]
    return errors + [Warning(text, id="neuvo.W001") for text in warnings()]
