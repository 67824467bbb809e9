"""Keyed hashes: something can be found again by its value, and nobody without the key can try all values."""

import hashlib
import hmac

from django.conf import settings


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 in hex of `value`, under a key of its own for each `purpose` ("identity", "caller:2026-11")."""
    key = hmac.new(settings.IDENTITY_KEYS[0].encode(), purpose.encode(), hashlib.sha256).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
