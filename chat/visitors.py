"""Visitors without accounts: the secret of a tab, and how often an address may begin."""

import hashlib
import hmac
import secrets

from django.conf import settings
from limits import RateLimitItemPerMinute

from contactcenter import rate_limits, timestamps


def new_token() -> str:
    """256 random bits; only their hash is ever stored."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(token: str, token_hash: str) -> bool:
    return secrets.compare_digest(hash_of(token), token_hash)


def key_of(address: str) -> str:
    """A keyed hash of an address that changes daily: limits can count, nobody can look back."""
    message = f"{timestamps.now():%Y-%m-%d} {address}"
    return hmac.new(settings.SECRET_KEY.encode(), message.encode(), "sha256").hexdigest()[:24]


def seconds_until_start_allowed(address: str) -> int:
    """0 when this address may begin another conversation now (and counts it), else how long to wait."""
    limit = RateLimitItemPerMinute(rate_limits.scaled(settings.CHAT["starts_per_minute"]))
    return rate_limits.seconds_until_allowed(limit, "chat-start", key_of(address))
