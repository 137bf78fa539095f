"""A batch that shares its statements with many others loses a race for one id after the other, and is stored all the same."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from academy.scoping import unscoped_quietly
from analytics.lrs import authors, ingest
from analytics.models import Statement
from analytics.xapi.versions import Version
from tests.analytics.lrs.conftest import said
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def losing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Let the first so many inserts of statements fail as those of a loser do; return the list of tries."""
    insert, tries = QuerySet.bulk_create, list[int]()

    def lost(self: Any, rows: Any, *args: Any, **more: Any) -> Any:
        rows = list(rows)
        if self.model is Statement:
            tries.append(len(rows))
            if len(tries) <= times:
                raise IntegrityError("duplicate key")
        return insert(self, rows, *args, **more)

    monkeypatch.setattr(QuerySet, "bulk_create", lost)
    return tries


def recorded(cast: Cast, number: int) -> int:
    """Send a batch; return how many statements are stored."""
    author = authors.credential("race", cast.eksjo.organisation.pk, date(2026, 1, 1))
    ingest.record([said() for _ in range(number)], author=author, version=Version.V2_0)
    with unscoped_quietly("test"):
        return Statement.objects.count()


def test_as_many_races_as_statements_can_be_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = losing(monkeypatch, 8)
    assert recorded(cast, 8) == 8
    assert len(tries) == 9


def test_a_fault_that_stays_is_told_in_the_end_and_nothing_is_stored(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = losing(monkeypatch, 1_000)
    with pytest.raises(IntegrityError):
        recorded(cast, 3)
    assert len(tries) == 4
    with unscoped_quietly("test"):
        assert Statement.objects.count() == 0
