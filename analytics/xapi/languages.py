"""Language tags as RFC 5646 writes them (well-formed, not looked up in the registry)."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST_REMEMBERED = 35  # RFC 5646 4.4.1 expects no well-formed tag in practice to be longer

_LANGUAGE = r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4}|[A-Za-z]{5,8})"
_SCRIPT = r"(?:-[A-Za-z]{4})?"
_REGION = r"(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
_VARIANTS = r"(?P<variants>(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)"
_EXTENSIONS = r"(?P<extensions>(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*)"
_PRIVATE = r"[xX](?:-[A-Za-z0-9]{1,8})+"
_TAG = re.compile(f"{_LANGUAGE}{_SCRIPT}{_REGION}{_VARIANTS}{_EXTENSIONS}(?:-{_PRIVATE})?|{_PRIVATE}")

# RFC 5646 2.1: tags from before the grammar. The regular ones fit it by form or are listed too.
_GRANDFATHERED = frozenset(
    {
        *("art-lojban", "cel-gaulish", "en-gb-oed", "no-bok", "no-nyn", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de"),
        *("i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo", "i-pwn"),
        *("i-tao", "i-tay", "i-tsu", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang"),
    }
)


def is_language_tag(value: object) -> bool:
    """Whether ``value`` is text that RFC 5646 2.2.9 calls a well-formed tag."""
    if not isinstance(value, str):
        return False
    if len(value) > _LONGEST_REMEMBERED:
        return _well_formed(value)
    return _remembered(value)


def _well_formed(tag: str) -> bool:
    found = _TAG.fullmatch(tag)
    if found is None:
        return tag.lower() in _GRANDFATHERED
    variants = (found["variants"] or "").lower().split("-")[1:]
    singletons = [part for part in (found["extensions"] or "").lower().split("-") if len(part) == 1]
    return len(variants) == len(set(variants)) and len(singletons) == len(set(singletons))


_remembered = lru_cache(maxsize=2048)(_well_formed)
