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


def segments_of(page: Page) -> list[Segment]:
    """Return the words of a page, or of a revision's object, in the order of the editor; empty ones too."""
    found: list[Segment] = []
    for name in TEXT_FIELDS:
        field = page._meta.get_field(name)
        label = capfirst(str(field.verbose_name))  # type: ignore[union-attr]
        if isinstance(field, StreamField):
            _walk(field.stream_block, _raw(page, field), name, label, label, found.append, lambda _path, text: text)
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
            values[name] = _walk(field.stream_block, _raw(page, field), name, "", "", lambda _segment: None, rewrite)
        else:
            values[name] = rewrite(name, str(getattr(page, name) or ""))
    return values


def _walk(
    block: Any,
    raw: Any,
    path: str,
    label: str,
    heading: str,
    found: Callable[[Segment], None],
    rewrite: Rewrite,
) -> Any:
    """Tell of the words in a block's stored value, and return the value with the words rewritten."""
    if isinstance(block, blocks.StreamBlock):
        return [
            {**child, "value": _walk(*_child_of(block, child, index, path, heading), found, rewrite)}
            for index, child in enumerate(raw or [])
        ]
    if isinstance(block, blocks.ListBlock):
        return [
            {
                **item,
                "value": _walk(
                    block.child_block,
                    item["value"],
                    f"{path}/{item['id']}",
                    f"{block.child_block.label} {number}",
                    heading,
                    found,
                    rewrite,
                ),
            }
            for number, item in enumerate(raw or [], start=1)
        ]
    if isinstance(block, blocks.StructBlock):
        return {
            **(raw or {}),
            **{
                name: _walk(
                    child, (raw or {}).get(name), f"{path}/{name}", _inner(label, child), heading, found, rewrite
                )
                for name, child in block.child_blocks.items()
            },
        }
    kind = _kind(block)
    if kind is None:
        return raw
    text = str(raw or "")
    options = getattr(block, "field", None)
    found(
        Segment(
            path,
            text,
            kind,
            label,
            heading,
            getattr(options, "max_length", None),
            tuple(getattr(block, "features", None) or ()),
            bool(getattr(options, "required", False)),
        )
    )
    return rewrite(path, text)


def _child_of(
    block: Any, child: Mapping[str, Any], index: int, path: str, heading: str
) -> tuple[Any, Any, str, str, str]:
    inner = block.child_blocks[child["type"]]
    label = capfirst(str(inner.label))
    # The steps of a course are the headings of the page; what is further in belongs to its step.
    is_outermost = "/" not in path
    name = f"{label} {index + 1}" if is_outermost else label
    return (
        inner,
        child["value"],
        f"{path}/{child['id']}",
        "" if is_outermost else name,
        name if is_outermost else heading,
    )


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
