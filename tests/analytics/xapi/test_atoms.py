from decimal import Decimal
from typing import Any

import pytest

from analytics.xapi import atoms
from analytics.xapi.shapes import Check
from tests.analytics.xapi.examples import accepted, refusal

ACCEPTED: dict[str, tuple[Check, list[Any]]] = {
    "IRI": (
        atoms.iri,
        [
            "http://example.com/xapi/verbs#defenestrated",
            "http://example.com/فعل/خواندن",
            "https://example.org",
            "https://example.org/a%20b?c=d&e=[f]#g/h?i",
            "urn:uuid:8f87ccde-bb56-4c2e-ab83-44982ef22df0",
            "tag:sävsjö.se,2026:kurs",
            "a+b-c.1:x",
        ],
    ),
    "mbox": (
        atoms.mbox,
        [
            "mailto:kim@example.org",
            "mailto:kim.o'neil+xapi@sub.example.org",
            "mailto:kim@localhost",
            "mailto:kim@sävsjö.se",
            "mailto:100%25@example.org",
            "mailto:KIM@EXAMPLE.ORG",
        ],
    ),
    "SHA-1": (atoms.sha1, ["ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "EBD31E95054C018B10727CCFFD2EF2EC3A016EE9"]),
    "SHA-2": (atoms.sha2, ["a" * 56, "0" * 64, "F" * 96, "9" * 128]),
    "OpenID": (atoms.openid, ["http://toby.openid.example.org/", "https://openid.example.org/12345"]),
    "UUID": (
        atoms.uuid,
        [
            "12345678-1234-5678-1234-567812345678",
            "FD41C918-B88B-4B20-A0A5-A4C32391AAA0",
            "0190163d-8694-739b-aea5-966c26f8ad91",
            "00000000-0000-0000-0000-000000000000",
        ],
    ),
    "media type": (
        atoms.media_type,
        [
            "text/plain",
            "text/plain; charset=ascii",
            "application/vnd.ms-excel",
            'multipart/mixed; boundary="a b;c\\""',
            "application/ld+json;profile=x",
        ],
    ),
    "duration": (
        atoms.duration,
        [
            "PT4H35M59.14S",
            "PT16559.14S",
            "P16559.14S",
            "P3Y1M29DT4H35M59.14S",
            "P3Y",
            "P4W",
            "PT1H0M0.1S",
            "P0D",
            "PT0S",
            "P1M",
            "PT1M",
            "P0.5Y",
            "PT0,5H",
            "P1.5W",
            "P1YT1S",
            "PT36H",
        ],
    ),
    "number": (atoms.number, [0, -1, 10**400, Decimal("0.1"), Decimal("1E+400"), 0.5]),
    "count": (atoms.count, [0, 27, 10**20]),
    "boolean": (atoms.boolean, [True, False]),
    "text": (atoms.text, ["", "å", "\x00"]),
    "identifying text": (atoms.filled_text, ["x", " "]),
    "language map": (atoms.language_map, [{"sv": "kurs"}, {"en-US": "", "x-whatever": "a"}]),
    "extensions": (
        atoms.extensions,
        [{}, {"http://example.com/ex": None}, {"http://example.com/ex": {"key": [None, {"": None}]}}],
    ),
}

REFUSED: dict[str, tuple[Check, list[Any]]] = {
    "IRI": (
        atoms.iri,
        [
            "ab=c://should.fail.com",
            "should fail",
            "",
            "example.org/no-scheme",
            "/relative",
            "//example.org",
            "#fragment",
            "1http://example.org",
            "http:",
            "http://example.org/a b",
            "http://example.org/<a>",
            "http://example.org/a|b",
            "http://example.org/100%",
            "http://example.org/%zz",
            "http://example.org/#a#b",
            "http://example.org/\n",
            "http://example.org/\ud800",
            "http://example.org/\\",
            " http://example.org",
            12345,
            None,
            {"key": "x"},
        ],
    ),
    "mbox": (
        atoms.mbox,
        [
            "mailto:should.fail.com",
            "http://should.fail.com",
            "kim@example.org",
            "MAILTO:kim@example.org",
            "mailto:kim@",
            "mailto:@example.org",
            "mailto:kim@example.org?subject=x",
            "mailto:kim@example.org,lee@example.org",
            "mailto:kim lee@example.org",
            "mailto:kim@-example.org",
            "mailto:kim@example-.org",
            "mailto:kim@example..org",
            "mailto:kim@@example.org",
            "",
            7,
        ],
    ),
    "SHA-1": (atoms.sha1, ["ebd31e95054c018b10727ccffd2ef2ec3a016ee", "x" * 40, "", {"key": "value"}, None]),
    "SHA-2": (atoms.sha2, ["a" * 63, "g" * 64, "", 12345]),
    "OpenID": (atoms.openid, ["ab=c://should.fail.com", "http://sävsjö.se/", "", None]),
    "UUID": (
        atoms.uuid,
        [
            "AA97B177-9383-4934-8543-0F91A7A028368",
            "MA97B177-9383-4934-8543-0F91A7A02836",
            "{aa97b177-9383-4934-8543-0f91a7a02836}",
            "urn:uuid:aa97b177-9383-4934-8543-0f91a7a02836",
            "aa97b177938349348543 0f91a7a02836",
            "aa97b17793834934854300f91a7a02836",
            "",
            12345,
            {"key": "should fail"},
        ],
    ),
    "media type": (atoms.media_type, ["should fail", "text", "text/", "/plain", "text/plain;", "text/pl ain", "", 999]),
    "duration": (
        atoms.duration,
        [
            "PA1H0M0S",
            "should fail",
            "P4W1D",
            "P",
            "PT",
            "P1YT",
            "P1D2M",
            "PT1S1H",
            "P0003-06-04T12:30:05",
            "P1.5Y1M",
            "PT1.5H1M",
            "-P1D",
            "P-1D",
            "p1d",
            "1D",
            "PT1.S",
            "P1D ",
            "",
            12345,
            {"key": "invalid"},
        ],
    ),
    "number": (atoms.number, ["100", "one hundred", True, None, float("nan"), float("-inf"), Decimal("NaN")]),
    "count": (atoms.count, [-1, Decimal("27.0"), "27", True, None]),
    "boolean": (atoms.boolean, ["true", "false", 0, 1, None]),
    "text": (atoms.text, [None, 1, True, {}, []]),
    "identifying text": (atoms.filled_text, ["", None, 123, {"key": "x"}]),
    "language map": (
        atoms.language_map,
        [{}, "should error", 12345, None, {"a12345": "x"}, {"de-419-DE": "x"}, {"sv": None}, {"sv": 1}, {"": "x"}],
    ),
    "extensions": (atoms.extensions, [None, "x", [], {"should fail": True}, {"": 1}, {"id": "valid"}]),
}


@pytest.mark.parametrize(
    ("check", "value"),
    [
        pytest.param(check, value, id=f"{kind}: {value}")
        for kind, (check, values) in ACCEPTED.items()
        for value in values
    ],
)
def test_a_well_formed_value_is_accepted(check: Check, value: object) -> None:
    assert accepted(check, value)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        pytest.param(check, value, id=f"{kind}: {value!r}")
        for kind, (check, values) in REFUSED.items()
        for value in values
    ],
)
def test_a_malformed_value_is_refused(check: Check, value: object) -> None:
    assert refusal(check, value).requirement.startswith("xAPI-Data ")


def test_every_kind_is_both_accepted_and_refused() -> None:
    assert list(ACCEPTED) == list(REFUSED)


@pytest.mark.parametrize(
    ("check", "value", "message"),
    [
        (atoms.number, "100", "must be a number, but is text"),
        (atoms.boolean, None, "must be true or false, but is null"),
        (atoms.text, [], "must be text, but is an array"),
        (atoms.text, True, "must be text, but is true or false"),
        (atoms.text, Decimal("0.5"), "must be text, but is a number"),
        (atoms.language_map, "kurs", "must be an object with a text for each language, but is text"),
        (atoms.uuid, "x", "must be a UUID in its standard form, such as 8f87ccde-bb56-4c2e-ab83-44982ef22df0"),
    ],
)
def test_a_refusal_says_what_is_wanted(check: Check, value: object, message: str) -> None:
    assert refusal(check, value).message.startswith(message)


def test_a_refusal_never_repeats_the_value() -> None:
    secret = "kim.larsson.19800101"
    for check in (atoms.iri, atoms.mbox, atoms.uuid, atoms.duration, atoms.sha1, atoms.media_type, atoms.number):
        assert secret not in str(refusal(check, secret))


@pytest.mark.parametrize(
    ("check", "value", "place"),
    [
        (atoms.language_map, {"sv": "kurs", "de-419-DE": "Kurs"}, "de-419-DE"),
        (atoms.language_map, {"sv": "kurs", "en": None}, "en"),
        (atoms.extensions, {"http://a.example/": 1, "should fail": 2}, "should fail"),
    ],
)
def test_maps_point_at_the_key_at_fault(check: Check, value: object, place: str) -> None:
    assert refusal(check, value).path == (place,)
