"""Checks of single values: text, numbers, IRIs, UUIDs, timestamps, durations, language maps."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from analytics.xapi import patterns
from analytics.xapi.errors import StatementError
from analytics.xapi.languages import is_language_tag
from analytics.xapi.shapes import Check, wrong_type
from analytics.xapi.times import moment_of


def text(value: object) -> None:
    """Any text, the empty one included (xAPI-Data 2.2)."""
    if not isinstance(value, str):
        raise wrong_type("text", value, "xAPI-Data 2.2")


def filled_text(value: object) -> None:
    """Text that identifies something, and therefore is not empty (xAPI-Data 2.2)."""
    if not isinstance(value, str):
        raise wrong_type("text", value, "xAPI-Data 2.2")
    if not value:
        raise StatementError("must not be empty, for it identifies something", "xAPI-Data 2.2")


def boolean(value: object) -> None:
    """true or false, not a text that says so (xAPI-Data 2.2)."""
    if value is not True and value is not False:
        raise wrong_type("true or false", value, "xAPI-Data 2.2")


def number(value: object) -> None:
    """A finite number, not a text that holds one (xAPI-Data 2.2)."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, float)):
        raise wrong_type("a number", value, "xAPI-Data 2.2")
    if not isinstance(value, int) and not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
        raise StatementError("must be a finite number", "xAPI-Data 2.2")


def count(value: object) -> None:
    """A whole number of octets, zero or more (xAPI-Data 2.4.11)."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        message = "must be a whole number, zero or more, written without a fraction"
        raise StatementError(message, "xAPI-Data 2.4.11")


def matching(pattern: re.Pattern[str], wanted: str, requirement: str) -> Check:
    """Text of one format; ``wanted`` describes it with an example."""
    match = pattern.fullmatch

    def check(value: object) -> None:
        if not isinstance(value, str):
            raise wrong_type(wanted, value, requirement)
        if match(value) is None:
            raise StatementError(f"must be {wanted}", requirement)

    return check


iri = matching(
    patterns.IRI,
    "an IRI with its scheme, such as https://example.org/course/1, "
    "with spaces and other forbidden characters percent-encoded",
    "xAPI-Data 4.3",
)
irl = matching(
    patterns.IRI,
    "an IRL: a full address with its scheme, such as https://example.org/",
    "xAPI-Data 2.2",
)
uuid = matching(
    patterns.UUID,
    "a UUID in its standard form, such as 8f87ccde-bb56-4c2e-ab83-44982ef22df0",
    "xAPI-Data 4.4",
)
mbox = matching(
    patterns.MBOX,
    'a mailto IRI: "mailto:" and one email address, such as mailto:kim@example.org',
    "xAPI-Data 2.4.2.3",
)
sha1 = matching(patterns.SHA1, "a SHA-1 hash: 40 hexadecimal digits", "xAPI-Data 2.4.2.3")
sha2 = matching(
    patterns.SHA2,
    "a SHA-2 hash: 56, 64, 96 or 128 hexadecimal digits",
    "xAPI-Data 2.4.11",
)
media_type = matching(
    patterns.MEDIA_TYPE,
    "an Internet media type, such as application/pdf or text/plain; charset=utf-8",
    "xAPI-Data 2.4.11",
)
duration = matching(
    patterns.DURATION,
    "an ISO 8601 duration, such as PT4H35M59.14S or P4W; weeks stand alone",
    "xAPI-Data 4.6",
)


def openid(value: object) -> None:
    """An OpenID: a URI, that is an IRI in ASCII (xAPI-Data 2.4.2.3)."""
    iri(value)
    if not str(value).isascii():
        raise StatementError("must be a URI, in ASCII characters only", "xAPI-Data 2.4.2.3")


def language_tag(value: object) -> None:
    """One language, such as "sv" or "en-GB" (RFC 5646)."""
    if not is_language_tag(value):
        message = "must be a language tag of RFC 5646, such as sv or en-GB"
        raise StatementError(message, "xAPI-Data 2.2")


def timestamp(pattern: re.Pattern[str], wanted: str, requirement: str) -> Check:
    """A timestamp in one of the two formats of patterns.py, naming a moment that exists."""
    match = pattern.fullmatch

    def check(value: object) -> None:
        if not isinstance(value, str):
            raise wrong_type(wanted, value, requirement)
        found = match(value)
        if found is None:
            raise StatementError(f"must be {wanted}", requirement)
        try:
            moment_of(found)
        except ValueError as error:
            message = "must name a date and a time that exist"
            raise StatementError(message, requirement) from error

    return check


def language_map(value: object) -> None:
    """Texts by language, at least one (xAPI-Data 4.2; conformance requirement XAPI-00121)."""
    if not isinstance(value, dict):
        raise wrong_type("an object with a text for each language", value, "xAPI-Data 4.2")
    if not value:
        raise StatementError("must hold at least one language", "xAPI-Data 4.2")
    for tag, words in value.items():
        if not is_language_tag(tag):
            message = "is not a language tag of RFC 5646, such as sv or en-GB"
            raise StatementError(message, "xAPI-Data 4.2", (tag,))
        if not isinstance(words, str):
            raise wrong_type("text", words, "xAPI-Data 4.2").within(tag)


def extensions(value: object) -> None:
    """Anything at all, null included, under keys that are IRIs (xAPI-Data 4.1)."""
    if not isinstance(value, dict):
        raise wrong_type("an object whose keys are IRIs", value, "xAPI-Data 4.1")
    match = patterns.IRI.fullmatch
    for key in value:
        if not isinstance(key, str) or match(key) is None:
            message = "is no IRI; an extension's key is an IRI with its scheme"
            raise StatementError(message, "xAPI-Data 4.1", (key,))
