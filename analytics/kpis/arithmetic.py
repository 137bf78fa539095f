"""The one division: exact integers in, one rounded decimal out, the same on every page, in every file and feed."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def divided(numerator: int, denominator: int, *, scale: int, decimals: int) -> Decimal:
    """Return numerator / denominator × scale with so many decimals, halves rounded up as one learns at school.

    Raises ZeroDivisionError when the denominator is 0.
    """
    exact = Fraction(numerator * scale * 10**decimals, denominator)
    return Decimal(floor(exact + Fraction(1, 2))).scaleb(-decimals)
