"""Ordering and finding names as Swedes expect, alike on both databases."""

import re
from typing import Any

from django.db.models import Func, TextField

from academy.alphabet import swedish_key

# Letters beside a to z that names here are written with; the others sort after them.
_LETTERS = "åäæöøéèëêáàâíìîïóòôõúùûüçñý"
_FROM = _LETTERS + _LETTERS.upper()
_TO = "".join(swedish_key(letter) for letter in _FROM)


class swedish_order(Func):  # noqa: N801 - it reads as the function that it is in SQL
    """What to order by: å, ä and ö after z, capitals with small letters, other accents with their letter.

    PostgreSQL maps signs and compares them one by one; SQLite is lent our own key.
    """

    function = "swedish_key"
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Lend the key to this connection, and call it."""
        connection.ensure_connection()
        connection.connection.create_function("swedish_key", 1, _key, deterministic=True)
        return self.as_sql(compiler, connection, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Map the signs in the database."""
        template = f"translate(lower(%(expressions)s), '{_FROM}', '{_TO}') COLLATE \"C\""
        return self.as_sql(compiler, connection, template=template, **context)


def _key(text: str | None) -> str:
    return swedish_key(text or "")


def containing(word: str) -> str:
    """Return a pattern for `iregex` that finds the word whatever its case, in å, ä and ö too, and nothing cleverer."""
    return "".join(_either_case(sign) for sign in word)


def _either_case(sign: str) -> str:
    small, great = sign.lower(), sign.upper()
    # A sign whose other case is two signs, such as ß, stands for itself.
    if sign.isascii() or small == great or len(small + great) > 2:
        return re.escape(sign)
    return f"[{small}{great}]"
