"""Every filter has an index, and no plan reads a whole table: shown by the database's own plans, not by time."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import connection

from academy.scoping import entered, unscoped
from analytics.lrs import authors, query
from analytics.lrs.cursors import Position
from analytics.lrs.mentions import By, key
from analytics.lrs.parameters import LONGEST_PAGE, Many, asked
from analytics.models import Statement, StatementReference
from learners.models import Organisation
from tests.analytics.lrs.conftest import Towns

ENOUGH = 6_000
START = datetime(2026, 3, 1, tzinfo=UTC)
REGISTRATIONS = UUID("b2a1f7a4-5f0e-4d4b-9f1c-1f1d1c1b1a19")


def registration(number: int) -> UUID:
    return uuid5(REGISTRATIONS, str(number % 500))


def agent_key(number: int) -> str:
    return f"account:https://tool.example|{number % 300}"


@pytest.fixture
def filled(towns: Towns) -> Towns:
    """Enough rows in two tenants that reading all of them would be dear, with references of both kinds."""
    with unscoped("test"):
        for town in (towns.eksjo, towns.nassjo):
            rows = Statement.objects.bulk_create(_row(town.pk, number) for number in range(ENOUGH))
            StatementReference.objects.bulk_create(
                reference
                for number, row in enumerate(rows)
                for reference in _references(number, row, rows[number // 2])
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return towns


def _row(organisation_id: int, number: int) -> Statement:
    moment = START + timedelta(seconds=number)
    return Statement(
        organisation_id=organisation_id,
        statement_id=uuid4(),
        raw='{"x":"' + "x" * 300 + '"}',
        stored=moment,
        timestamp=moment,
        month=202603,
        actor=agent_key(number),
        verb=f"https://tool.example/verbs/{number % 20}",
        activity=f"https://tool.example/{number % 200}",
        registration=registration(number),
        authority=f"credential:k{number % 40}",
        refers_to=uuid4() if number % 10 == 0 else None,
    )


def _references(number: int, row: Statement, target: Statement) -> Iterator[StatementReference]:
    values = {
        By.VERB: f"https://tool.example/verbs/{number % 20}",
        By.REGISTRATION: str(registration(number)),
        By.AGENT: agent_key(number),
        By.RELATED_AGENT: agent_key(number + 1),
        By.ACTIVITY: f"https://tool.example/{number % 200}",
        By.RELATED_ACTIVITY: f"https://tool.example/{(number + 1) % 200}",
    }
    own = {By.AGENT, By.RELATED_AGENT, By.RELATED_ACTIVITY}
    for by, value in values.items():
        for through in (False, True) if by in own else (True,):
            if through and number % 10:
                continue
            yield StatementReference(
                organisation_id=row.organisation_id,
                key=key(by, value, through=through),
                stored=row.stored,
                statement_id=row.pk,
                via_id=target.pk if through else row.pk,
            )


AGENT = json.dumps({"account": {"homePage": "https://tool.example", "name": "7"}})
VERB, ACTIVITY = "https://tool.example/verbs/7", "https://tool.example/7"
SINCE, UNTIL = "2026-03-01T00:20:00Z", "2026-03-01T01:20:00Z"
RELATED = {"related_agents": "true", "related_activities": "true"}
QUESTIONS: list[dict[str, str]] = [
    {},
    {"since": SINCE},
    {"until": UNTIL},
    {"since": SINCE, "until": UNTIL},
    {"verb": VERB},
    {"activity": ACTIVITY},
    {"agent": AGENT},
    {"registration": str(registration(7))},
    {"agent": AGENT, **RELATED},
    {"activity": ACTIVITY, **RELATED},
    {"verb": VERB, "activity": ACTIVITY},
    {"agent": AGENT, "verb": VERB, **RELATED},
    {"agent": AGENT, "activity": ACTIVITY, "verb": VERB, "registration": str(registration(7)), **RELATED},
    {"agent": AGENT, "since": SINCE, "until": UNTIL, **RELATED},
    {"verb": VERB, "since": SINCE},
    {"verb": VERB, "until": UNTIL},
    {"activity": ACTIVITY, "until": UNTIL, **RELATED},
    {"registration": str(registration(7)), "verb": VERB, "since": SINCE},
    {"agent": AGENT, "activity": ACTIVITY, "related_agents": "true"},
    {"agent": AGENT, "activity": ACTIVITY, "related_activities": "true"},
    {"limit": "500", "verb": VERB},
]


def statements_of(question: Many) -> list[tuple[str, Any]]:
    """Return the SQL of a page with its parameters, without asking for Django's EXPLAIN, which some filters confuse."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        query.page(question)
    return seen


def plan(sql: str, params: Any) -> str:
    """Return the plan of a query as text."""
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


WHOLE_TABLE = re.compile(r"Seq Scan|\bSCAN \S*(?:$|\n)|SCAN TABLE \S+(?:$|\n)|TEMP B-TREE FOR ORDER BY", re.MULTILINE)


# What PostgreSQL expects to sort. An incremental sort goes along an index and sorts what stands at one moment.
SORTED = re.compile(r"(?<!Incremental )Sort  \(cost=\S+ rows=(\d+)")


def whole_tables(text: str) -> list[str]:
    """Return the lines of a plan that read a whole table, or sort more than the longest page before they give the first."""
    return [line for line in text.splitlines() if WHOLE_TABLE.search(line) or _sorts_much(line)]


def _sorts_much(line: str) -> bool:
    found = SORTED.search(line)
    return found is not None and int(found[1]) > LONGEST_PAGE


def all_of(question: dict[str, str]) -> Iterator[Many]:
    """Give the question in both orders, from the start and from the middle, for all and for one's own alone."""
    for ascending in ("true", "false"):
        found = asked({**question, "ascending": ascending})
        assert isinstance(found, Many)
        middle = Position(START + timedelta(seconds=3_000), 3_000)
        for after, authority in ((None, None), (middle, None), (None, "credential:k7")):
            yield Many(**{**vars(found), "after": after, "authority": authority})


def wrong_plans(
    author: authors.Author, questions: Iterable[dict[str, str]]
) -> list[tuple[dict[str, str], list[str], str]]:
    """Return the plans of pages that read or sort everything: what was asked, the lines of the plan, and the query."""
    wrong = []
    with entered(author.scope):
        for question in questions:
            for each in all_of(question):
                for sql, params in statements_of(each):
                    lines = whole_tables(plan(sql, params))
                    wrong += [(question, lines, sql)] if lines else []
    return wrong


def author_of(town: Organisation) -> authors.Author:
    return authors.credential("k7", town.pk, town.federation.launched_on)


@pytest.mark.django_db
def test_no_filter_reads_a_whole_table(filled: Towns) -> None:
    assert wrong_plans(author_of(filled.eksjo), QUESTIONS) == []


@pytest.mark.django_db
def test_what_is_asked_by_id_reads_no_whole_table_and_what_does_would_be_seen(filled: Towns) -> None:
    """By id: one statement, which ids of a batch are there, and who refers to them."""
    ids = [uuid4() for _ in range(3)]
    with entered(author_of(filled.eksjo).scope):
        for condition in ({"statement_id": ids[0]}, {"statement_id__in": ids}, {"refers_to__in": ids}):
            text = plan(*Statement.objects.filter(**condition).query.sql_with_params())
            assert whole_tables(text) == [], text
    table = Statement._meta.db_table
    assert whole_tables(plan(f"SELECT month FROM {table} WHERE month = %s", [202603]))
    sorting = f"SELECT id FROM {table} WHERE organisation_id = %s AND verb > %s ORDER BY sector, id LIMIT 3"
    assert whole_tables(plan(sorting, [filled.eksjo.pk, "https://tool.example/verbs/"]))
