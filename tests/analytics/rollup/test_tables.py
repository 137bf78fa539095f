"""The way from an expression to rows: always a scope, always the transaction that is open, always numbers alone."""

from typing import Any

import ibis
import pytest
from django.db import connection, transaction

from academy.models import Delivery
from academy.scoping import Everything, Scope, ScopeMissing, unscoped_quietly
from analytics.models import FillTurn, Statement
from analytics.rollup.sql import bound, compiled, rows
from analytics.rollup.tables import scoped_table
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast

EVERYTHING = Everything("test", frozenset())


def organisations(scope: Scope | None) -> list[Any]:
    """Return the organisation of each statement that an expression of this scope finds."""
    table = scoped_table(scope, Statement)
    found = rows(compiled(table.select("organisation_id").order_by("organisation_id"), connection.vendor), {})
    return [row["organisation_id"] for row in found]


@pytest.mark.django_db
def test_a_table_has_the_rows_of_the_scopes_tenants_and_no_others(cast: Cast) -> None:
    for town in cast.towns():
        happened(town.care, "anna")
    ids = [town.organisation.pk for town in cast.towns()]
    assert organisations(Scope("test", frozenset(ids[:1]))) == ids[:1]
    assert organisations(Scope("test", frozenset(ids[1:]))) == ids[1:]
    assert organisations(Scope("test", frozenset())) == []
    assert organisations(EVERYTHING) == ids


def test_no_scope_is_no_table() -> None:
    with pytest.raises(ScopeMissing):
        scoped_table(None, Statement)


@pytest.mark.parametrize("model", [FillTurn, Delivery])
def test_a_table_that_names_no_tenant_is_refused(model: Any) -> None:
    with pytest.raises(TypeError, match="tenant"):
        scoped_table(EVERYTHING, model)


def test_an_id_that_is_no_number_gets_into_no_query() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        scoped_table(Scope("test", frozenset({"1) OR (1=1"})), Statement)  # type: ignore[arg-type]


def test_the_texts_of_statements_are_out_of_reach() -> None:
    assert "raw" not in scoped_table(EVERYTHING, Statement).columns


@pytest.mark.django_db
def test_numbers_are_bound_and_nothing_else_is() -> None:
    table = scoped_table(EVERYTHING, Statement)
    few = table.filter(
        table.month.between(bound("first"), bound("last")), table.verb != "100%s", table.id > bound("first")
    )
    query = compiled(few.select("id"), connection.vendor)
    assert query.names == ("first", "last", "first")
    assert query.text.count("%s") == 3 + 1
    assert "100%%s" in query.text
    assert rows(query, {"first": 1, "last": 2}) == []
    with pytest.raises(ValueError, match="invalid literal"):
        rows(query, {"first": "0; DROP TABLE learners_user", "last": 2})  # type: ignore[dict-item]
    with pytest.raises(KeyError):
        rows(query, {"first": 1})


@pytest.mark.django_db(transaction=True)
def test_an_expression_sees_the_open_transaction_and_leaves_it_open(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="undone"), transaction.atomic():
        happened(cast.eksjo.care, "anna")
        assert len(organisations(EVERYTHING)) == 1
        raise RuntimeError("undone")
    with unscoped_quietly("test"):
        assert not Statement.objects.exists()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_both_databases_can_be_compiled_for_without_connecting(dialect: str) -> None:
    table = scoped_table(EVERYTHING, Statement)
    query = compiled(table.aggregate(n=table.actor.nunique(where=table.month == bound("month"))), dialect)
    assert "FILTER" in query.text
    assert query.names == ("month",)
    assert ibis.__version__.startswith("12.")
