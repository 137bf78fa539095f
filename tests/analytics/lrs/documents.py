"""The three resources of documents, and what their tests have in common."""

from dataclasses import dataclass
from hashlib import sha1
from typing import Any

import pytest

from academy.scoping import unscoped_quietly
from analytics.lrs.auth import Allows
from analytics.models import Document
from tests.analytics.lrs.conftest import Json, Tool

ACTIVITY = "https://tool.example/film/1"
AGENT = {"account": {"homePage": "https://tool.example", "name": "7f3a"}}
OTHER_AGENT = {"account": {"homePage": "https://tool.example", "name": "other"}}
VERSIONS = ("1.0.3", "2.0.0")


@dataclass(frozen=True)
class At:
    """One resource, the parameters of its place, and how a document's name is called there."""

    resource: str
    place: Json
    name: str
    scope: Allows

    def one(self, name: str = "bookmark", **changes: Any) -> Json:
        """The parameters of one document."""
        return {**self.place, self.name: name, **changes}


STATE = At("activities/state", {"activityId": ACTIVITY, "agent": AGENT}, "stateId", Allows.STATE)
ACTIVITY_PROFILE = At("activities/profile", {"activityId": ACTIVITY}, "profileId", Allows.PROFILE)
AGENT_PROFILE = At("agents/profile", {"agent": AGENT}, "profileId", Allows.PROFILE)
ALL = [STATE, ACTIVITY_PROFILE, AGENT_PROFILE]

everywhere = pytest.mark.parametrize("at", ALL, ids=lambda at: at.resource)
in_both = pytest.mark.parametrize("version", VERSIONS)


def kept() -> list[tuple[str, bytes]]:
    """The names and contents of all documents of all tenants."""
    with unscoped_quietly("test"):
        return [(row.name, bytes(row.content)) for row in Document.objects.order_by("pk")]


def etag(content: bytes) -> str:
    return f'"{sha1(content).hexdigest()}"'


def empty() -> None:
    """Begin anew within one test: a table of cases costs one setting up."""
    with unscoped_quietly("test"):
        Document.objects.all().delete()


def put(tool: Tool, at: At, content: bytes = b"{}", *, name: str = "bookmark", **more: Any) -> None:
    """Store a document whatever was there."""
    existing = tool.ask("GET", at.resource, at.one(name))
    conditions = {"If-Match": existing["ETag"]} if existing.status_code == 200 else {"If-None-Match": "*"}
    assert tool.ask("PUT", at.resource, at.one(name), content, **conditions, **more).status_code == 204
