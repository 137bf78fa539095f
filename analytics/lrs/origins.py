"""Scripts of any origin may use the store with a key, and never with a cookie (Cross-Origin Resource Sharing).

A key is sent by whoever has it; no browser adds it by itself. So any origin is allowed, and because it is allowed as "*", a
browser shows no script an answer to a request that it made with cookies. Nothing here reads cookies either.
"""

from collections.abc import Mapping, Sequence

from analytics.xapi.versions import HEADER

_REQUEST_HEADERS = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Encoding",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    HEADER,
)
_ANSWER_HEADERS = (
    "Allow",
    "Content-Length",
    "ETag",
    "Last-Modified",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "WWW-Authenticate",
    "X-Experience-API-Consistent-Through",
    HEADER,
)
_A_DAY = 24 * 60 * 60

SHARED: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(_ANSWER_HEADERS),
}
"""The headers of every answer to a request that names its origin."""


def permitted(methods: Sequence[str]) -> dict[str, str]:
    """The headers that answer a browser which asks, before it sends a request, whether it may."""
    return {
        "Access-Control-Allow-Methods": ", ".join(methods),
        "Access-Control-Allow-Headers": ", ".join(_REQUEST_HEADERS),
        "Access-Control-Max-Age": str(_A_DAY),
    }
