"""Reading documents of the entered scope: one, or the names of all in a place."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from analytics.lrs.places import Place
from analytics.models import Document
from analytics.xapi import json_text


@dataclass(frozen=True)
class Names:
    """The names of documents in a place, each once and the oldest first; `updated` is the latest change of any."""

    names: list[str]
    updated: datetime | None

    @property
    def content(self) -> bytes:
        """The list as it is answered, a JSON array."""
        return json_text.dumps(self.names).encode()


def document(place: Place, name: str) -> Document | None:
    """Return the document of this name, or None."""
    return Document.objects.filter(key=place.key_of(name)).first()


def names(place: Place, *, since: datetime | None = None) -> Names:
    """Return the names of the documents in a place that have changed after `since`."""
    rows = documents(place)
    found = list((rows.filter(updated__gt=since) if since else rows).order_by("pk").values_list("name", "updated"))
    return Names(list(dict.fromkeys(name for name, _ in found)), max((updated for _, updated in found), default=None))


def documents(place: Place) -> QuerySet[Document]:
    """Return the documents in a place: of one registration, or of all where the place names none."""
    rows = Document.objects.filter(place=place.key)
    return rows if place.registration is None else rows.filter(registration=place.registration)
