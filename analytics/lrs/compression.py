"""Answers compressed with gzip for whoever asks, where it is worth the time.

Compressing beside a secret can give the secret away (BREACH), to someone who can put words of his own into an answer and
make the victim's browser ask for it again and again. Here a browser never adds the key by itself, so nobody can make it
ask; no answer holds a key, a token or a password; and what was asked with a cookie is not compressed at all.
"""

import gzip
import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

LEAST = 1_400
"""Octets below which an answer fits into one packet anyway."""

# JSON shrinks to an eighth at the lowest level; the highest takes five times as long for a tenth less.
_LEVEL = 1
_GZIP = re.compile(r"\s*(?P<coding>gzip|x-gzip|\*)\s*(?:;\s*q\s*=\s*(?P<q>[0-9.]{1,5})\s*)?", re.IGNORECASE)


def compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer, compressed if it is long JSON and the request takes gzip.

    Documents have an ETag that stands for their very octets, and attachments are mostly compressed already: both go as
    they are.
    """
    if not isinstance(response, HttpResponse) or not _is_worth_it(response):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if not request.META.get("HTTP_COOKIE") and _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.content = gzip.compress(response.content, _LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


def _is_worth_it(response: HttpResponse) -> bool:
    is_json = response.get("Content-Type") == "application/json"
    return is_json and not response.has_header("ETag") and len(response.content) >= LEAST


def _takes_gzip(accept_encoding: str) -> bool:
    """Tell whether a request takes gzip, by name or as any other coding (RFC 9110, 12.5.3)."""
    found = {}
    for each in accept_encoding.split(","):
        if match := _GZIP.fullmatch(each):
            found[match["coding"].lower().removeprefix("x-")] = _quality(match["q"])
    return found.get("gzip", found.get("*", 0.0)) > 0


def _quality(text: str | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0
