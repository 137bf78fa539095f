from decimal import Decimal

import pytest

from analytics.xapi.errors import Path
from analytics.xapi.result import result
from tests.analytics.xapi.examples import LONG, Json, accepted, refusal

D = Decimal


@pytest.mark.parametrize(
    "score",
    [
        {},
        {"scaled": D("0.95")},
        {"scaled": 1},
        {"scaled": D("1.0")},
        {"scaled": -1},
        {"scaled": D("-1.0000")},
        {"raw": D("0.6767676")},
        {"raw": -5},
        {"min": 3},
        {"max": -3},
        {"min": 0, "max": 100, "raw": 0},
        {"min": 0, "max": 100, "raw": 100},
        {"min": D("-0.5"), "max": D("0.5"), "raw": 0, "scaled": 0},
        {"min": D("0.12123434"), "raw": D("12.125"), "max": D("45.45")},
        {"min": 10**400, "max": D("1E+401")},
    ],
)
def test_a_score_within_its_bounds_is_accepted(score: Json) -> None:
    assert accepted(result, {"score": score})


@pytest.mark.parametrize(
    ("score", "path", "message"),
    [
        ({"scaled": D("1.01")}, ("scaled",), "must be from -1 to 1, both included"),
        ({"scaled": D("-1.00001")}, ("scaled",), "must be from -1 to 1, both included"),
        ({"scaled": D("1.00000000000000000000000000001")}, ("scaled",), "must be from -1 to 1, both included"),
        ({"scaled": "1"}, ("scaled",), "must be a number, but is text"),
        ({"scaled": True}, ("scaled",), "must be a number, but is true or false"),
        ({"max": "100"}, ("max",), "must be a number, but is text"),
        ({"raw": None}, ("raw",), "must be a number, but is null"),
        ({"raw": 101, "max": 100}, ("raw",), "must not be greater than max"),
        ({"raw": -1, "min": 0}, ("raw",), "must not be less than min"),
        ({"min": 1, "max": 1}, ("min",), "must be less than max"),
        ({"min": D("0.6767676"), "max": D("0.6767355"), "raw": D("0.6767643")}, ("min",), "must be less than max"),
        (
            {"percent": 50},
            ("percent",),
            "a score has no such property; it may have scaled, raw, min, max",
        ),
        ({"Scaled": 1}, ("Scaled",), 'is spelled "scaled"; case matters'),
        (12345, (), "must be an object (a score), but is a number"),
        ("should fail", (), "must be an object (a score), but is text"),
    ],
)
def test_a_score_out_of_bounds_is_refused_at_the_place_at_fault(score: object, path: Path, message: str) -> None:
    error = refusal(result, {"score": score})
    assert (error.path, error.message) == (("score", *path), message)


@pytest.mark.parametrize(
    "value", [{}, LONG["result"], {"response": ""}, {"extensions": {}}, {"duration": "PT1H0M0.1S"}]
)
def test_a_well_formed_result_is_accepted(value: Json) -> None:
    assert accepted(result, value)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"success": "true"}, ("success",)),
        ({"completion": "false"}, ("completion",)),
        ({"completion": 1}, ("completion",)),
        ({"response": 12345}, ("response",)),
        ({"response": {"key": "invalid"}}, ("response",)),
        ({"duration": "PA1H0M0S"}, ("duration",)),
        ({"duration": None}, ("duration",)),
        ({"extensions": 12345}, ("extensions",)),
        ({"extensions": {"should fail": True}}, ("extensions", "should fail")),
        ({"Success": True}, ("Success",)),
        ({"scaled": 1}, ("scaled",)),
        ([], ()),
    ],
)
def test_a_malformed_result_is_refused_at_the_place_at_fault(value: object, path: Path) -> None:
    assert refusal(result, value).path == path
