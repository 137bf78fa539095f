"""Sorting as Swedes expect: å, ä and ö after z, other accents with their letter."""

import unicodedata

LAST = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}


def swedish_key(text: str) -> str:
    """Return a key that sorts names in Swedish order (Svenska Akademien: w with w, v before w, å ä ö last)."""
    return "".join(LAST.get(letter) or _plain(letter) for letter in unicodedata.normalize("NFC", text.casefold()))


def _plain(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
