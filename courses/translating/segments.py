"""A page's words by path. What is no word, such as ids, order, minutes and right answers, is never translated.

A path is made of names of fields and ids of blocks: `steps/<step>/body/<block>/choices/<choice>/feedback`. Ids are those
of the source, in every language (docs/decisions/0009), so a path names the same words everywhere. Pure: values in, values
out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.utils.text import text_from_html

# In the order of the editor. The slug is made of the title once and then stays, because people have linked to it.
TEXT_FIELDS = ("title", "summary", "outcomes", "steps", "at_work", "sources", "seo_title", "search_description")

Rewrite = Callable[[str, str], str]


class Kind(StrEnum):
    """How words are written: on one line, on several, with bold and lists, or as an address."""

    LINE = "line"
    LINES = "lines"
    RICH = "rich"
    URL = "url"


@dataclass(frozen=True)
class Segment:
    """Words at a path. `heading` names the part of the page, `label` the field in it."""

    path: str
    text: str
    kind: Kind
    label: str
    heading: str
    max_length: int | None = None
    features: tuple[str, ...] = ()
    required: bool = True

    @property
    def name(self) -> str:
        """Say where the words stand: the part of the page, and the field in it."""
        return f"{self.heading} › {self.label}" if self.label not in {"", self.heading} else self.heading

    def says_the_same_as(self, text: str) -> bool:
        """Tell whether these words are the same as others. Rich text is compared by what is read, not by its tags."""
        return read(self.kind, self.text) == read(self.kind, text)

    @property
    def has_words(self) -> bool:
        """Tell whether there is anything to translate: an address or a number is the same in every language."""
        return self.kind is not Kind.URL and any(letter.isalpha() for letter in read(self.kind, self.text))


def read(kind: Kind, text: str) -> str:
    """Return what is read of words: without tags, and each space or line break as one space."""
    return " ".join((text_from_html(text) if kind is Kind.RICH else text).split())


def segments_of(page: Page) -> list[Segment]:
    """Return the words of a page, or of a revision's object, in the order of the editor; empty ones too."""
    found: list[Segment] = []
    for name in TEXT_FIELDS:
        field = page._meta.get_field(name)
        label = capfirst(str(field.verbose_name))  # type: ignore[union-attr]
        if isinstance(field, StreamField):
            _Walk(found=found.append).through(field.stream_block, _raw(page, field), _Place(name, label, label))
        else:
            found.append(_of_field(field, str(getattr(page, name) or ""), label))
    return found


def _raw(page: Page, field: "StreamField") -> Any:
    return field.stream_block.get_prep_value(getattr(page, field.name))


def _of_field(field: Any, text: str, label: str) -> Segment:
    if isinstance(field, RichTextField):
        features = tuple(field.features or ())
        return Segment(field.name, text, Kind.RICH, label, label, features=features, required=not field.blank)
    kind = Kind.LINES if isinstance(field, models.TextField) else Kind.LINE
    return Segment(field.name, text, kind, label, label, field.max_length, required=not field.blank)


def rewritten(page: Page, rewrite: Rewrite) -> dict[str, Any]:
    """Return values for the page's fields in which `rewrite(path, text)` has replaced each text, and nothing else.

    A stream's value is the list that is stored, ids and all.
    """
    values: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            values[name] = _Walk(rewrite=rewrite).through(field.stream_block, _raw(page, field), _Place(name, "", ""))
        else:
            values[name] = rewrite(name, str(getattr(page, name) or ""))
    return values


@dataclass(frozen=True)
class _Place:
    """Where in a page a block stands: its path, the label of its field, and the part of the page that it belongs to."""

    path: str
    label: str
    heading: str


@dataclass(frozen=True)
class _Walk:
    """A walk through a block's stored value that tells of the words in it, and gives the value with the words rewritten."""

    found: Callable[[Segment], None] = lambda _segment: None
    rewrite: Rewrite = lambda _path, text: text

    def through(self, block: Any, raw: Any, place: _Place) -> Any:
        if isinstance(block, blocks.StreamBlock):
            return self._stream(block, raw or [], place)
        if isinstance(block, blocks.ListBlock):
            return self._list(block, raw or [], place)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, raw or {}, place)
        kind = _kind(block)
        return raw if kind is None else self._words(block, kind, str(raw or ""), place)

    def _stream(self, block: Any, raw: list[dict[str, Any]], place: _Place) -> list[dict[str, Any]]:
        return [
            {
                **child,
                "value": self.through(
                    block.child_blocks[child["type"]], child["value"], _of_child(block, child, n, place)
                ),
            }
            for n, child in enumerate(raw, start=1)
        ]

    def _list(self, block: Any, raw: list[dict[str, Any]], place: _Place) -> list[dict[str, Any]]:
        inner = block.child_block
        places = (
            _Place(f"{place.path}/{item['id']}", f"{inner.label} {n}", place.heading)
            for n, item in enumerate(raw, start=1)
        )
        return [{**item, "value": self.through(inner, item["value"], at)} for item, at in zip(raw, places, strict=True)]

    def _struct(self, block: Any, raw: dict[str, Any], place: _Place) -> dict[str, Any]:
        walked = {
            name: self.through(
                child, raw.get(name), _Place(f"{place.path}/{name}", _inner(place.label, child), place.heading)
            )
            for name, child in block.child_blocks.items()
        }
        return raw | walked

    def _words(self, block: Any, kind: Kind, text: str, place: _Place) -> str:
        options = getattr(block, "field", None)
        segment = Segment(
            place.path,
            text,
            kind,
            place.label,
            place.heading,
            max_length=getattr(options, "max_length", None),
            features=tuple(getattr(block, "features", None) or ()),
            required=bool(getattr(options, "required", False)),
        )
        self.found(segment)
        return self.rewrite(place.path, text)


def _of_child(block: Any, child: Mapping[str, Any], number: int, place: _Place) -> _Place:
    label = capfirst(str(block.child_blocks[child["type"]].label))
    path = f"{place.path}/{child['id']}"
    # The steps of a course are the headings of the page; what is further in belongs to its step.
    is_outermost = "/" not in place.path
    return _Place(path, "", f"{label} {number}") if is_outermost else _Place(path, label, place.heading)


def _inner(label: str, child: Any) -> str:
    own = capfirst(str(child.label or ""))
    return f"{label} › {own}" if label and own else label or own


def _kind(block: Any) -> Kind | None:
    if isinstance(block, blocks.RichTextBlock):
        return Kind.RICH
    if isinstance(block, blocks.URLBlock):
        return Kind.URL
    if isinstance(block, blocks.TextBlock):
        return Kind.LINES
    return Kind.LINE if isinstance(block, blocks.CharBlock) else None


def by_path(page: Page) -> dict[str, str]:
    """Return the texts of a page by path."""
    return {segment.path: segment.text for segment in segments_of(page)}
