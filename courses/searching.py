"""What a module is about, as words without endings, and which modules a reader's words find (docs/decisions/0047)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import snowballstemmer
from django.db.models import QuerySet
from django.utils.html import strip_tags

if TYPE_CHECKING:
    from courses.models import MicroCoursePage

# Shorter ones are found as whole words alone: "led" stands in too many others.
SHORTEST_PART = 4
_ALGORITHMS = {"sv": "swedish", "en": "english"}
_WORD = re.compile(r"\w+")
# Names of blocks and addresses are nothing that one reads, and feedback is for whoever has answered.
_NOT_READ = {"id", "type", "feedback", "url"}

# The words of each page as one text, and when the page that they were read from was published.
_remembered: dict[int, tuple[datetime | None, str]] = {}


def found(pages: "QuerySet[Any]", query: str, language: str) -> "QuerySet[Any]":
    """Return the pages in which each of the query's words stands, in any form; none for a query without a word."""
    wanted = [_wanted(word) for word in stems(query, language)]
    about = _about(pages, language)
    return pages.filter(pk__in=[pk for pk, text in about.items() if wanted and all(one in text for one in wanted)])


def _wanted(word: str) -> str:
    return word if len(word) >= SHORTEST_PART else f" {word} "


def stems(text: str, language: str) -> Iterator[str]:
    """Give the words of a text without their endings, by Snowball's algorithm for the language."""
    # Of its own for each text: a stemmer remembers the word that it is at, and threads would share it.
    stemmer = snowballstemmer.stemmer(_ALGORITHMS[language])
    for word in _WORD.findall(text.lower()):
        yield stemmer.stemWord(word)


def _about(pages: "QuerySet[Any]", language: str) -> Mapping[int, str]:
    """Return the words of each page. What this process has not read yet is read in one go, however much it is."""
    live: dict[int, datetime | None] = dict(pages.order_by().values_list("pk", "last_published_at"))
    unread = [pk for pk, at in live.items() if at is None or pk not in _remembered or _remembered[pk][0] != at]
    for page in pages.filter(pk__in=unread).prefetch_related("capabilities", "goals") if unread else ():
        _remembered[page.pk] = (page.last_published_at, _text(page, language))
    # One that has gone between the two queries was not read.
    return {pk: _remembered[pk][1] for pk in live if pk in _remembered}


def _text(page: "MicroCoursePage", language: str) -> str:
    tags = [*page.capabilities.all(), *page.goals.all()]
    names = [row.name_en if language == "en" else row.name_sv for row in tags]
    read = [page.title, page.summary, page.at_work or "", *names]
    for stream in (page.outcomes, page.steps, page.sources):
        read += _read_in(stream.raw_data)
    words = {word for text in read for word in stems(unescape(strip_tags(text.replace("<", " <"))), language)}
    return f" {' '.join(sorted(words))} "


def _read_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in _NOT_READ:
                yield from _read_in(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _read_in(inner)
