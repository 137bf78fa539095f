"""A record store seen from outside: requests over HTTP, and tables of cases with the requirement that each shows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client

from analytics.lrs.actions.credentials import Issued

Json = dict[str, Any]

STATEMENTS = "statements"
STATE = "activities/state"
ACTIVITY_PROFILE = "activities/profile"
AGENT_PROFILE = "agents/profile"
AGENTS = "agents"
ACTIVITIES = "activities"
ABOUT = "about"

ANSWERED = {"1.0.3": "1.0.3", "2.0.0": "2.0.0"}
"""The version header of the answer, by the version asked."""


@dataclass(frozen=True)
class Case:
    """One requirement, one thing sent, and whether the store has to take it."""

    requirement: str
    what: str
    sent: Any
    accepted: bool = False


@dataclass
class Store:
    """The store as one tool meets it, with one key, in one version."""

    key: Issued
    version: str
    client: Client = field(default_factory=Client)

    @property
    def is_2_0(self) -> bool:
        """Whether 2.0 is spoken."""
        return self.version.startswith("2.")

    def headers(self, **more: str | None) -> dict[str, str]:
        """The headers of a request; one of `more` that is None is left out. Underscores stand for hyphens."""
        own: dict[str, str | None] = {
            "Authorization": f"Bearer {self.key.key}.{self.key.secret}",
            "X-Experience-API-Version": self.version,
        }
        own |= {name.replace("_", "-"): value for name, value in more.items()}
        return {name: value for name, value in own.items() if value is not None}

    def ask(
        self,
        method: str,
        resource: str,
        params: Mapping[str, Any] | str = "",
        body: Any = None,
        kind: str = "application/json",
        **headers: str | None,
    ) -> Any:
        """Send one request: parameters that are no text go as JSON, a body that is no bytes as well."""
        url = resource if resource.startswith("/") else f"/xapi/{resource}"
        query = params if isinstance(params, str) else urlencode({name: _text(value) for name, value in params.items()})
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method,
            f"{url}?{query}" if query else url,
            data,
            content_type=kind if body is not None else "",
            headers=self.headers(**headers),
        )

    def post(self, body: Any, **headers: str | None) -> Any:
        """POST statements."""
        return self.ask("POST", STATEMENTS, "", body, "application/json", **headers)

    def put(self, statement: Json, **headers: str | None) -> Any:
        """PUT a statement under its own id."""
        return self.ask("PUT", STATEMENTS, {"statementId": statement["id"]}, statement, "application/json", **headers)

    def get(self, params: Mapping[str, Any] | str = "", resource: str = STATEMENTS, **headers: str | None) -> Any:
        """GET a resource."""
        return self.ask("GET", resource, params, None, "", **headers)

    def kept(self, statement: Json) -> Json:
        """Store a statement with an id, and return it as it is read again."""
        statement = {"id": str(uuid4()), **statement}
        answer = self.post(statement)
        assert answer.status_code == 200, answer.content
        found = self.get({"statementId": statement["id"]})
        assert found.status_code == 200, found.content
        return dict(found.json())

    def ids(self, params: Mapping[str, Any]) -> list[str]:
        """The ids that one page of a query holds."""
        answer = self.get(params)
        assert answer.status_code == 200, (params, answer.content)
        return [statement["id"] for statement in answer.json()["statements"]]

    def wrong_verdicts(self, cases: Iterable[Case]) -> list[str]:
        """POST the statement of each case; name those that are taken and should not be, or the other way round.

        Whoever refuses must also store nothing.
        """
        found, refused, seen = [], {}, set[str]()
        for case in cases:
            statement = _with_new_id(case.sent, seen)
            answer = self.post(statement)
            name = f"{case.requirement}: {case.what}"
            if answer.status_code != (200 if case.accepted else 400):
                found.append(f"{name}: {answer.status_code} {_why(answer)}")
            elif not case.accepted and isinstance(statement, dict):
                refused[str(statement.get("id")).lower()] = name
        kept = self._all_ids() if refused else set()
        return found + [f"{name}: refused, and stored all the same" for id_, name in refused.items() if id_ in kept]

    def _all_ids(self) -> set[str]:
        found: set[str] = set()
        page = self.get({"limit": "500", "format": "exact"}).json()
        while True:
            found |= {statement["id"] for statement in page["statements"]}
            if not page["more"]:
                return found
            page = self.ask("GET", page["more"]).json()

    def wrong_statuses(self, cases: Iterable[tuple[str, int, Any]]) -> list[str]:
        """Name those of (what, expected status, answer) whose answer is another; all must say their version."""
        found = []
        for what, status, answer in cases:
            if answer.status_code != status:
                found.append(f"{what}: {answer.status_code} instead of {status} {_why(answer)}")
            if not answer.headers.get("X-Experience-API-Version"):
                found.append(f"{what}: an answer without version")
        return found


def _with_new_id(sent: Any, seen: set[str]) -> Any:
    """Give a statement an id that no other case has, unless its id is what the case is about."""
    if not isinstance(sent, dict):
        return sent
    identifier = sent.get("id", "")
    if not isinstance(identifier, str) or (identifier not in seen and "id" in sent):
        seen.add(str(identifier))
        return sent
    return {**sent, "id": str(uuid4())} if identifier in seen else {"id": str(uuid4()), **sent}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _why(answer: Any) -> str:
    return str(getattr(answer, "content", b"").decode(errors="replace")[:200])
