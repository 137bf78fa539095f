"""Keys of the cast's organisations, a tool that speaks xAPI, and a look into the tables."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from academy.scoping import unscoped
from analytics.lrs.actions.credentials import Issued, issue
from analytics.lrs.auth import Allows
from analytics.models import DirtyMark, Statement
from learners.actions.people import add_organisation, add_unit
from learners.models import Federation, Organisation, Unit
from tests.standing import stands

Json = dict[str, Any]

WHEN = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
URL = "/xapi/statements"


def key_of(organisation: Organisation, *scopes: Allows) -> Issued:
    """Issue a key; for writing and reading statements unless told otherwise."""
    scopes = scopes or (Allows.WRITE_STATEMENTS, Allows.READ_STATEMENTS)
    with unscoped("test"):
        return issue(organisation_id=organisation.pk, name="test", scopes=scopes, now=WHEN)


def said(**changes: Any) -> Json:
    """A valid statement of another tool about an opaque account, with an id of its own."""
    return {
        "id": str(uuid4()),
        "actor": {"account": {"homePage": "https://tool.example", "name": "7f3a"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://tool.example/film/1"},
        **changes,
    }


def voiding(target: str, **changes: Any) -> Json:
    """A statement that voids another."""
    return said(
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
        object={"objectType": "StatementRef", "id": target},
        **changes,
    )


@dataclass
class Tool:
    """Another system with a key, speaking one version of xAPI."""

    key: Issued
    version: str = "2.0.0"

    def headers(self, **more: str) -> dict[str, str]:
        """The headers of every request of the tool."""
        return {
            "Authorization": f"Bearer {self.key.key}.{self.key.secret}",
            "X-Experience-API-Version": self.version,
            **more,
        }

    def send(
        self, body: Any, *, method: str = "POST", query: str = "", kind: str = "application/json", **more: str
    ) -> Any:
        """Send a body: bytes as they are, all else as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Client().generic(method, URL + query, data, content_type=kind, headers=self.headers(**more))

    def get(self, query: str = "", *, method: str = "GET", **more: str) -> Any:
        """Ask for statements; `query` begins with "?" or is empty."""
        return Client().generic(method, URL + query, headers=self.headers(**more))

    def ask(
        self, method: str, resource: str, parameters: Json, body: Any = b"", kind: str = "application/json", **more: str
    ) -> Any:
        """Ask a resource beside statements; parameters that are objects go as JSON, a body as in send."""
        query = urlencode(
            {name: each if isinstance(each, str) else json.dumps(each) for name, each in parameters.items()}
        )
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"/xapi/{resource}?{query}"
        return Client().generic(method, path, data, content_type=kind, headers=self.headers(**more))

    def ids(self, query: str = "") -> list[str]:
        """The ids of one page."""
        answer = self.get(query)
        assert answer.status_code == 200, answer.content
        return [statement["id"] for statement in answer.json()["statements"]]


@dataclass
class Towns:
    """Two organisations of one federation, without people: the record store knows none."""

    eksjo: Organisation
    care: Unit
    school: Unit
    nassjo: Organisation


@stands
def towns() -> Towns:
    """The organisations, in the database."""
    with unscoped("test"):
        federation = Federation.objects.create(key="hoglandet", name="Höglandet", launched_on=date(2026, 1, 1))
        eksjo, nassjo = (
            add_organisation(federation=federation, name=slug.title(), slug=slug, kind=Organisation.Kind.MUNICIPALITY)
            for slug in ("eksjo", "nassjo")
        )
        root = Unit.objects.get(organisation=eksjo)
        care, school = (add_unit(organisation=eksjo, name=name, parent=root) for name in ("Omsorg", "Skola"))
    return Towns(eksjo, care, school, nassjo)


@stands
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's."""
    return Tool(key_of(towns.eksjo))


@stands
def foreign_tool(towns: Towns) -> Tool:
    """A system of Nässjö's, in the same federation."""
    return Tool(key_of(towns.nassjo))


def stored() -> list[Statement]:
    """All rows of all tenants, in the order of ids of rows."""
    with unscoped("test"):
        return list(Statement.objects.order_by("pk"))


def marks() -> list[tuple[int, int | None, int]]:
    """All dirty marks, as (organisation, unit, month)."""
    with unscoped("test"):
        return sorted(DirtyMark.objects.values_list("organisation_id", "unit_id", "month"))


def refusal(answer: Any) -> tuple[int, str]:
    """The status and the place that a refusal names; it must be JSON with words, and with the version header."""
    body = json.loads(answer.content)
    assert set(body) == {"error", "where", "why", "requirement"}
    assert body["why"]
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Experience-API-Version"] in {"1.0.3", "2.0.0"}
    return answer.status_code, body["where"]


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """On SQLite, go on with a copy in a file: a database in memory has other locks, and no other process sees it."""
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "academy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    in_memory, connection.connection = connection.connection, None
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(path)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = in_memory, name
