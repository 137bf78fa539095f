"""The ways in which a statement can meet the filters. Each is one index, read from where a page begins.

A filter on someone or something can be met by a column, by a reference row beside the statement, or by a statement that
this one refers to. One query with OR would sort all that is found before it gives the first; so each way is a query of
its own, in the order of the page and no longer than it, and the pages are merged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from analytics.lrs import keys, mentions
from analytics.lrs.mentions import By
from analytics.lrs.parameters import Many
from analytics.models import Statement, StatementReference

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Filter:
    """One parameter: the columns that meet it, the keys of reference rows that do, and those through a StatementRef."""

    columns: Sequence[dict[str, Any]]
    own: Sequence[UUID] = ()
    through: Sequence[UUID] = ()


@dataclass(frozen=True)
class Way:
    """Rows that meet all filters in one way; `row` is the path to the statement's id, `statement` to its columns."""

    rows: Rows
    row: str
    statement: str = ""


def ways(asked: Many) -> Iterator[Way]:
    """Give the ways of meeting the filters; together they find every match, some more than once."""
    filters = [found for found in (_registration(asked), _agent(asked), _activity(asked), _verb(asked)) if found]
    mine = [{"authority": asked.authority}] if asked.authority is not None else []
    if not filters:
        yield Way(Statement.objects.filter(*(Q(**each) for each in mine), is_voided=False), "id")
        return
    first, *others = filters
    limits = [*others, *(Filter([each]) for each in mine)]
    for column in first.columns:
        rows = Statement.objects.filter(Q(**column), *(_met(each) for each in limits), is_voided=False)
        yield Way(rows, "id")
    for key in first.own:
        rows = _references(key).filter(*(_met(each, "statement__") for each in limits))
        yield Way(rows, "statement_id", "statement__")
    for key in first.through:
        rows = _references(key).filter(*(_met_through(each) for each in others))
        for each in mine:
            rows = rows.filter(_under("statement__", each), _under("via__", each))
        yield Way(rows, "statement_id", "statement__")


def _references(key: UUID) -> Rows:
    return StatementReference.objects.filter(key=key, statement__is_voided=False)


def _met(wanted: Filter, statement: str = "") -> Q:
    """Return the condition that the statement itself meets another filter."""
    row = "statement_id" if statement else "pk"
    columns = [_under(statement, column) for column in wanted.columns]
    beside = [Q(Exists(_beside(key, row, row))) for key in wanted.own]
    return reduce(or_, [*columns, *beside])


def _met_through(wanted: Filter) -> Q:
    """Return the condition that the same statement that is referred to meets another filter."""
    return reduce(or_, [Q(Exists(_beside(key, "statement_id", "via_id"))) for key in wanted.through])


def _beside(key: UUID, row: str, via: str) -> Rows:
    # The whole primary key: one look-up.
    return StatementReference.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        key=key,
        stored=OuterRef("stored"),
        statement_id=OuterRef(row),
        via_id=OuterRef(via),
    )


def _under(statement: str, column: dict[str, Any]) -> Q:
    return Q(**{f"{statement}{name}": value for name, value in column.items()})


def _registration(asked: Many) -> Filter | None:
    if asked.registration is None:
        return None
    through = mentions.key(By.REGISTRATION, str(asked.registration), through=True)
    return Filter([{"registration": asked.registration}], through=[through])


def _verb(asked: Many) -> Filter | None:
    if asked.verb is None:
        return None
    return Filter([{"verb": keys.column(asked.verb)}], through=[mentions.key(By.VERB, asked.verb, through=True)])


def _activity(asked: Many) -> Filter | None:
    if asked.activity is None:
        return None
    ways = [By.ACTIVITY, By.RELATED_ACTIVITY] if asked.related_activities else [By.ACTIVITY]
    return Filter(
        [{"activity": keys.column(asked.activity)}],
        own=[mentions.key(By.RELATED_ACTIVITY, asked.activity)] if asked.related_activities else [],
        through=[mentions.key(by, asked.activity, through=True) for by in ways],
    )


def _agent(asked: Many) -> Filter | None:
    if asked.agent is None:
        return None
    ways = [By.AGENT, By.RELATED_AGENT] if asked.related_agents else [By.AGENT]
    columns: list[dict[str, Any]] = [
        {"actor": keys.column(asked.agent)},
        {"activity": keys.agent_as_object(asked.agent)},
    ]
    if asked.related_agents and asked.agent_as_authority:
        columns.append({"authority": asked.agent_as_authority})
    return Filter(
        columns,
        own=[mentions.key(by, asked.agent) for by in ways],
        through=[mentions.key(by, asked.agent, through=True) for by in ways],
    )
