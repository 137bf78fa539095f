"""Which of several languages somebody would rather read (RFC 2616, 14.4, applied to one language map at a time)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

_MOST_RANGES = 50
_RANGE = re.compile(
    r"(?P<range>\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*(?:;[ \t]*[qQ][ \t]*=[ \t]*(?P<q>[01](?:\.[0-9]{0,3})?)[ \t]*)?"
)

Words = TypeVar("Words")
Meets = Callable[[str, str], bool]
Preferences = Sequence[tuple[str, float]]
"""Language ranges in lower case ("*" for any other), with a quality from 0, never, to 1."""


def preferences(accept_language: str) -> Preferences:
    """Read an Accept-Language header; what is no language range is passed over, and so is all after the fiftieth."""
    found = (_RANGE.fullmatch(each.strip(" \t")) for each in accept_language.split(",", _MOST_RANGES)[:_MOST_RANGES])
    return [(each["range"].lower(), float(each["q"] or 1)) for each in found if each]


def chosen(words: Mapping[str, Words], wanted: Preferences) -> dict[str, Words]:
    """The one entry of a language map that is wanted most; the first one if none is; nothing of an empty map.

    A range finds the tags that it is or that begin with it. Where no tag is found so, a tag that a range begins with
    is: "en" is better than nothing for who reads "en-GB" (RFC 4647, 3.4).
    """
    tags = list(words)
    if not tags:
        return {}
    tag = _best(tags, wanted, _covers) or _best(tags, wanted, _is_covered_by) or tags[0]
    return {tag: words[tag]}


def _best(tags: Sequence[str], wanted: Preferences, meets: Meets) -> str | None:
    """The first of the tags with the highest quality above 0, earlier ranges before later ones of the same quality."""
    found = [(quality, -place, tag) for tag in tags for quality, place in [_quality(tag, wanted, meets)] if quality > 0]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _quality(tag: str, wanted: Preferences, meets: Meets) -> tuple[float, int]:
    """The quality of a tag, which the longest range that it meets decides, and the place of that range."""
    met = [(len(each), quality, place) for place, (each, quality) in enumerate(wanted) if meets(each, tag.lower())]
    if met:
        _, quality, place = max(met, key=lambda each: each[0])
        return quality, place
    anything = [(quality, place) for place, (each, quality) in enumerate(wanted) if each == "*"]
    return anything[0] if anything and meets is _covers else (0.0, 0)


def _covers(wanted: str, tag: str) -> bool:
    return tag == wanted or tag.startswith(f"{wanted}-")


def _is_covered_by(wanted: str, tag: str) -> bool:
    return wanted.startswith(f"{tag}-")
