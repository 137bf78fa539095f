"""The one division, to the last digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.kpis.arithmetic import divided


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),  # 6.25: half up, as one learns at school
        (3, 16, "18.8"),  # 18.75
        (1, 2000, "0.1"),  # 0.05
        (3, 2000, "0.2"),  # 0.15
        (5, 2000, "0.3"),  # 0.25
        (0, 7, "0.0"),
        (340, 340, "100.0"),
        (10**15 + 1, 10**15, "100.0"),
    ],
)
def test_per_100_with_one_decimal(numerator: int, denominator: int, value: str) -> None:
    assert str(divided(numerator, denominator, scale=100, decimals=1)) == value


def test_without_decimals_and_by_nothing() -> None:
    assert divided(7, 2, scale=1, decimals=0) == Decimal(4)
    assert divided(5, 2, scale=1, decimals=0) == Decimal(3)
    with pytest.raises(ZeroDivisionError):
        divided(1, 0, scale=100, decimals=1)


@given(st.integers(0, 10**12), st.integers(1, 10**9))
def test_it_is_never_more_than_half_a_digit_off(numerator: int, denominator: int) -> None:
    value = divided(numerator, denominator, scale=100, decimals=1)
    assert abs(int(value * 10) * denominator - numerator * 1000) * 2 <= denominator
    assert value.as_tuple().exponent == -1


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_json_number_shows_the_same_digits(numerator: int, denominator: int) -> None:
    value = divided(numerator, denominator, scale=100, decimals=1)
    assert f"{float(value):.1f}" == str(value)
    assert Decimal(repr(float(value))) == value
