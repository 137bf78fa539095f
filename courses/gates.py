"""What keeps a page from publication, in words that say where and what to do.

The editor's form asks the same of what is submitted or published from it, but for whether a translation is translated.
These questions are asked once more at the moment when a page goes out, by whatever way: the last approval, a date that
has come, a reason given.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlock, StreamBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.competences.choosing import NEEDED

# Of what is not translated, so many are named; the page of translation marks them all.
NAMED = 5


class Linked(str):
    """A problem that is put right on another page: words, and that page's `address`."""

    __slots__ = ("address",)

    address: str

    def __new__(cls, words: str, address: str) -> "Linked":
        """Return the words with the address."""
        made = super().__new__(cls, words)
        made.address = address
        return made


class NotReady(Exception):
    """A page may not be published; `problems` say where and why, in the language of whoever asked."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def require_ready(page: Page) -> None:
    """Raise NotReady when anything keeps this content from publication."""
    if problems := problems_of(page):
        raise NotReady(problems)


def problems_of(page: Page) -> list[str]:
    """Return what keeps this content, a page or a revision's object, from publication; empty when nothing does."""
    return [*_of_fields(page), *_of_streams(page), *_of_competences(page), *_of_translation(page)]


def _of_fields(page: Page) -> Iterator[str]:
    try:
        page.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            where = "" if name == NON_FIELD_ERRORS else _label(page, name)
            yield from (_sentence(where, message) for message in messages)


def _of_competences(page: Page) -> Iterator[str]:
    # Django asks nothing of a many-to-many field; the editor's form does, but a page goes out by other ways too.
    if hasattr(page, "capabilities") and not page.capabilities.all():
        yield str(NEEDED)


def _of_translation(page: Page) -> Iterator[str]:
    from courses.translating.queries import untranslated  # the models need this module first

    if missing := untranslated(page):
        names = [segment.name for segment in missing[:NAMED]]
        rest = len(missing) - len(names)
        names += [ngettext("%(count)d more", "%(count)d more", rest) % {"count": rest}] if rest else []
        words = ngettext(
            "%(count)d piece of text is not translated: %(names)s. Write it, or tick that it says the same as the source.",
            "%(count)d pieces of text are not translated: %(names)s. Write them, or tick that they say the same as the "
            "source.",
            len(missing),
        )
        yield Linked(
            words % {"count": len(missing), "names": ", ".join(names)}, reverse("courses_translate", args=[page.pk])
        )


def _label(page: Page, name: str) -> str:
    return capfirst(str(getattr(page._meta.get_field(name), "verbose_name", name)))


def _sentence(where: str, what: object) -> str:
    return f"{where}: {what}" if where else str(what)


def _of_streams(page: Page) -> Iterator[str]:
    for field in page._meta.get_fields():
        value = getattr(page, field.name, None) if isinstance(field, StreamField) else None
        # An empty one that must not be empty is refused as a field already.
        if isinstance(field, StreamField) and value:
            try:
                field.stream_block.clean(value)
            except StreamBlockValidationError as error:
                yield from _in_stream(error, field.stream_block, value, _label(page, field.name))


def _in_stream(error: Any, block: StreamBlock, value: Any, where: str) -> Iterator[str]:
    yield from (_sentence(where, message) for message in _messages(error.non_block_errors))
    for index, inner in sorted(error.block_errors.items()):
        child = value[index]
        place = f"{where} › {_name_of(child, index)}"
        yield from _in_block(inner, child.block, child.value, place)


def _name_of(child: Any, index: int) -> str:
    named = child.value.get("title") or child.value.get("text") if hasattr(child.value, "get") else ""
    label = capfirst(str(child.block.label))
    return f"{label} {index + 1}" + (f" (”{named}”)" if named and isinstance(named, str) else "")


def _in_block(error: Any, block: Any, value: Any, where: str) -> Iterator[str]:
    if isinstance(error, StructBlockValidationError):
        yield from (_sentence(where, message) for message in _messages(error.non_block_errors))
        for name, inner in error.block_errors.items():
            child = block.child_blocks[name]
            at = value.get(name) if hasattr(value, "get") else None
            yield from _in_block(inner, child, at, f"{where} › {child.label}")
    elif isinstance(error, StreamBlockValidationError):
        yield from _in_stream(error, block, value, where)
    elif isinstance(error, ListBlockValidationError):
        yield from _in_list(error, block, value, where)
    else:
        yield from (_sentence(where, message) for message in _messages(error))


def _in_list(error: Any, block: Any, value: Any, where: str) -> Iterator[str]:
    yield from (_sentence(where, message) for message in _messages(error.non_block_errors))
    inside = error.block_errors
    numbered = inside.items() if isinstance(inside, dict) else enumerate(inside)
    for index, inner in numbered:
        if inner:
            place = _("%(what)s %(number)s") % {"what": block.child_block.label, "number": index + 1}
            yield from _in_block(inner, block.child_block, value[index], f"{where} › {place}")


def _messages(errors: Any) -> list[str]:
    if errors is None:
        return []
    if isinstance(errors, ValidationError):
        return [str(message) for message in errors.messages]
    if hasattr(errors, "as_data"):
        return [str(message) for error in errors.as_data() for message in error.messages]
    return [str(error) for error in errors]
