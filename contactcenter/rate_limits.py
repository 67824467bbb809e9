"""How often something may be done: counted in Redis, or by this process alone while there is none."""

import time
from functools import cache

from django.conf import settings
from limits import RateLimitItem
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter


def seconds_until_allowed(limit: RateLimitItem, *key: str) -> int:
    """0 when it may be done now (and counts it), else how long to wait."""
    for limiter in limiters():
        try:
            if limiter.hit(limit, *key):
                return 0
            reset_at = limiter.get_window_stats(limit, *key).reset_time
            return max(1, int(reset_at - time.time()) + 1)
        except limiter.storage.base_exceptions:
            continue  # Redis is down: the process counts by itself meanwhile
    return 0


def scaled(amount: int) -> int:
    """An amount as this installation multiplies its limits."""
    return max(1, int(amount * settings.RATE_LIMIT_FACTOR))


@cache
def limiters() -> list[FixedWindowRateLimiter]:
    storages = [MemoryStorage()]
    if settings.REDIS_URL:
        storages.insert(0, storage_from_string(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1))
    return [FixedWindowRateLimiter(storage) for storage in storages]
