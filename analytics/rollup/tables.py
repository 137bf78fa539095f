"""The only way from SQL of our own to a table: narrowed to a scope before anybody can ask anything of it.

Importing Ibis takes half a second, and only a worker counts: import this module, and those that import it, in the function
that needs them (tests/analytics/rollup/test_laziness.py).
"""

from typing import Any

import ibis
from django.db import models
from ibis.expr.types import BooleanValue, Table

from academy.scoping import Scope, ScopedModel, ScopeMissing

# What an expression may read. A column of another kind is left out, above all the texts of statements.
_KINDS = {
    "AutoField": "int64",
    "BigAutoField": "int64",
    "BigIntegerField": "int64",
    "ForeignKey": "int64",
    "PositiveIntegerField": "int64",
    "PositiveSmallIntegerField": "int64",
    "CharField": "string",
    "BooleanField": "boolean",
}


def scoped_table(scope: Scope | None, model: type[ScopedModel]) -> Table:
    """Return a model's table as an unbound expression that reads the rows of the scope's tenants and no others.

    Raises ScopeMissing without a scope, and TypeError for a model whose rows do not name their tenant themselves.
    """
    if scope is None:
        raise ScopeMissing("An expression starts from a scope: pass academy.scoping.required_scope().")
    lookup = getattr(model, "scope_lookup", None)
    columns = {field.column: _KINDS[field.get_internal_type()] for field in _readable(model)}
    if lookup not in columns:
        raise TypeError(f"{model.__name__} does not name its tenant in a column of its own.")
    table = ibis.table(columns, name=model._meta.db_table)
    return table if scope.is_everything else table.filter(_is_one_of(table[lookup], sorted(scope.tenants)))


def _readable(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if field.get_internal_type() in _KINDS]


def _is_one_of(column: Any, ids: list[int]) -> BooleanValue:
    """Compare with ids; int() so that nothing but a number gets into the text of a query. No ids are no rows."""
    found: BooleanValue = column.isin([int(each) for each in ids]) if ids else ibis.literal(False)
    return found
