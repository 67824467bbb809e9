"""Finnish personal identity codes: checked, sealed under their own key, found by a keyed hash, shown masked."""

import base64
import hashlib
import re
from datetime import date
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu

from .keyed import keyed_hash

PURPOSE = "identity"
HIDDEN = "•" * 4
UNKNOWN = f"••••••-{HIDDEN}"
IN_TEXT = re.compile(r"(?<![0-9A-Za-z])\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y](?![0-9A-Za-z])", re.ASCII)


class NotReadable(Exception):
    """None of the keys opens this code: it was sealed under a key that is no longer there."""


def normal_form(text: str) -> str:
    """The code as it is stored, or nothing when `text` is no valid code. The artificial 900 series is valid."""
    try:
        return hetu.validate(text, allow_temporary=True)
    except ValidationError:
        return ""


def seal(code: str) -> str:
    return _sealer().encrypt(code.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise NotReadable from None


def hash_of(code: str) -> str:
    """What a code is found by; changes with the first key."""
    return keyed_hash(PURPOSE, code)


def mask(code: str) -> str:
    """The day of birth and the sign of the century stay to be seen, the rest is dots."""
    return f"{code[:7]}{HIDDEN}"


def masked(sealed: str) -> str:
    """A sealed code as pages show it; dots alone when no key opens it."""
    try:
        return mask(unseal(sealed))
    except NotReadable:
        return UNKNOWN


def birth_date_of(code: str) -> date:
    century = 1800 if code[6] == "+" else 2000 if code[6] in "ABCDEF" else 1900
    return date(century + int(code[4:6]), int(code[2:4]), int(code[:2]))


def codes_in(text: str) -> list[str]:
    """The valid codes in a free text, in their normal form."""
    return [code for found in IN_TEXT.findall(text) if (code := normal_form(found))]


def mask_in(text: str) -> str:
    """The text with every valid code masked."""
    return IN_TEXT.sub(lambda found: mask(found[0]) if normal_form(found[0]) else found[0], text)


def _sealer() -> MultiFernet:
    return _sealer_of(tuple(settings.IDENTITY_KEYS))


@lru_cache(maxsize=4)
def _sealer_of(keys: tuple[str, ...]) -> MultiFernet:
    """A Fernet key from each text of the setting, however long."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])
