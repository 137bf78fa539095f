"""How many requests a minute one key may make, counted in the cache that all web processes share."""

from dataclasses import dataclass
from datetime import datetime

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
    return Allowance(limit, _counted(f"requests:{kind}:{key}:{seconds // _MINUTE}"), left)


def _counted(name: str) -> int:
    try:
        if cache.add(name, 1, 2 * _MINUTE):
            return 1
        return int(cache.incr(name))
    except Exception as error:  # noqa: BLE001 - each cache has errors of its own, and none may stop a request
        log.warning("requests_not_counted", error=type(error).__name__)
        return 0
