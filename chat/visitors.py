"""Visitors without accounts: the secret of a tab, and how often an address may begin."""

import hashlib
import hmac
import secrets

from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from contactcenter import timestamps

_limiters: list[FixedWindowRateLimiter] = []


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
    limit = RateLimitItemPerMinute(max(1, int(settings.CHAT["starts_per_minute"] * settings.RATE_LIMIT_FACTOR)))
    for limiter in _all_limiters():
        try:
            if limiter.hit(limit, "chat-start", key_of(address)):
                return 0
            reset_at = limiter.get_window_stats(limit, "chat-start", key_of(address)).reset_time
            return max(1, int(reset_at - timestamps.now().timestamp()) + 1)
        except limiter.storage.base_exceptions:
            continue  # Redis is down: the process counts by itself meanwhile
    return 0


def _all_limiters() -> list[FixedWindowRateLimiter]:
    if not _limiters:
        storages = [MemoryStorage()]
        if settings.REDIS_URL:
            storages.insert(0, storage_from_string(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1))
        _limiters.extend(FixedWindowRateLimiter(storage) for storage in storages)
    return _limiters
