"""The one division: exact integers in, one rounded decimal out, the same on every page, in every file and feed."""

from decimal import Decimal
from fractions import Fraction


def divided(numerator: int, denominator: int, *, scale: int, decimals: int) -> Decimal:
    """Return numerator / denominator × scale with so many decimals, halves rounded to the even digit.

    Raises ZeroDivisionError when the denominator is 0.
    """
    exact = Fraction(numerator * scale * 10**decimals, denominator)
    return Decimal(round(exact)).scaleb(-decimals)
