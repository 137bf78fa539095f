"""How many requests a minute one key may make, counted in the cache that all web processes share.

A process tells the cache what it has counted by thousandths of the limit: three trips to Redis with every request cost a
sixth of storing a statement. So a limit of 60,000 is exact to 60 for each process, and one below 2,000 to the request.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import structlog
from django.core.cache import cache

log = structlog.get_logger(__name__)

_MINUTE = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of a minute: `limit` requests in all, and the seconds until the next minute begins."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_exceeded(self) -> bool:
        """Tell whether this request is one too many."""
        return bool(self.limit) and self.used > self.limit

    def headers(self) -> dict[str, str]:
        """The headers that tell a system how much it may ask (RateLimit header fields); none without a limit."""
        if not self.limit:
            return {}
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self.seconds_left),
        }


def spend(kind: str, key: str, *, limit: int, now: datetime) -> Allowance:
    """Count one request of a key and return what is left of the minute; a limit of 0 counts nothing.

    A cache that is away limits nobody: statements are worth more than the limit.
    """
    seconds = int(now.timestamp())
    left = _MINUTE - seconds % _MINUTE
    if not limit:
        return Allowance(0, 0, left)
    return Allowance(limit, _counted(f"requests:{kind}:{key}", seconds // _MINUTE, step=max(1, limit // 1000)), left)


@dataclass
class _Count:
    """What this process knows of a minute: `told` by the cache at its last visit, and `kept` since then."""

    minute: int
    told: int = 0
    kept: int = 0


_counts: dict[str, _Count] = {}
_one_at_a_time = Lock()


def _counted(name: str, minute: int, *, step: int) -> int:
    """Count one request and return how many the minute has seen; visit the cache when `step` have come together."""
    with _one_at_a_time:
        count = _counts.get(name)
        if count is None or count.minute != minute:
            _forget_before(minute)
            count = _counts[name] = _Count(minute)
        count.kept += 1
        if count.kept < step:
            return count.told + count.kept
        kept, count.kept = count.kept, 0
    count.told = _in_all(f"{name}:{minute}", kept)
    return count.told


def _forget_before(minute: int) -> None:
    for name in [name for name, count in _counts.items() if count.minute < minute]:
        del _counts[name]


def _in_all(name: str, more: int) -> int:
    """Add to the count that all processes share and return it; 0 from a cache that is away."""
    try:
        if cache.add(name, more, 2 * _MINUTE):
            return more
        return int(cache.incr(name, more))
    except Exception as error:  # noqa: BLE001 - each cache has errors of its own, and none may stop a request
        log.warning("requests_not_counted", error=type(error).__name__)
        return 0
