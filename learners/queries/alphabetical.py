"""Ordering and finding names as Swedes expect, alike on both databases."""

import re
from typing import Any

from django.db.models import Func, Value
from django.db.models.functions import Lower, Replace

from academy.alphabet import LAST

# Letters of names here that neither database brings home by itself.
_PLAIN = {"é": "e", "è": "e", "ë": "e", "á": "a", "à": "a", "í": "i", "ó": "o", "ú": "u", "ü": "y", "ç": "c", "ñ": "n"}


class _BySigns(Func):
    """The text compared sign by sign, whatever the database's own alphabet."""

    template = '%(expressions)s COLLATE "C"'

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite calls it otherwise."""
        return self.as_sql(compiler, connection, template="%(expressions)s COLLATE BINARY", **context)


def swedish_order(expression: Any) -> Func:
    """Return what to order by: å, ä and ö after z, capitals with small letters, other accents with their letter."""
    for letter, plain in {**LAST, **_PLAIN}.items():
        for form in (letter, letter.upper()):
            expression = Replace(expression, Value(form), Value(plain))
    return _BySigns(Lower(expression))


def containing(word: str) -> str:
    """Return a pattern for `iregex` that finds the word whatever its case, in å, ä and ö too, and nothing cleverer."""
    return "".join(_either_case(sign) for sign in word)


def _either_case(sign: str) -> str:
    small, great = sign.lower(), sign.upper()
    # A sign whose other case is two signs, such as ß, stands for itself.
    if sign.isascii() or small == great or len(small + great) > 2:
        return re.escape(sign)
    return f"[{small}{great}]"
