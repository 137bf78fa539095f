"""Whoever reads on from Consistent-Through misses nothing, while several processes store: over HTTP, for a long time."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.utils import timezone

from analytics.lrs import authors, ingest
from analytics.xapi.versions import Version
from bench.servers import PATIENCE_SECONDS
from tests.analytics.lrs.conftest import URL, Tool, Towns, on_disk, said, stored, tool, towns
from tests.analytics.lrs.server import Server, database_url, running
from tests.soak.lengths import SECONDS

__all__ = ["on_disk", "tool", "towns"]
pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

HEADER = "X-Experience-API-Consistent-Through"
FOLLOWERS = 2


@pytest.fixture
def server(on_disk: None, tool: Tool, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database_url()) as found:
        yield found


def asked(client: HTTPConnection, tool: Tool, query: str) -> tuple[str, list[str], str]:
    """Return up to when an answer says that it is complete, the ids in it, and the rest of the address of what follows."""
    client.request("GET", URL + query, headers=tool.headers())
    answer = client.getresponse()
    body = json.loads(answer.read())
    assert answer.status == 200, body
    return answer.headers[HEADER], [each["id"] for each in body["statements"]], body["more"].removeprefix(URL)


def followed(server: Server, tool: Tool, is_over: Event) -> tuple[set[str], list[timedelta]]:
    """Read on for ever as docs/lrs.md has it; return the ids that were met and how late each answer was.

    The last round begins when it is over, so that it meets everything.
    """
    client = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    met: set[str] = set()
    late: list[timedelta] = []
    since, is_last = "2026-01-01T00:00:00Z", False
    while not is_last:
        is_last, before = is_over.is_set(), timezone.now()
        through, ids, more = asked(client, tool, "?" + urlencode({"since": since, "ascending": "true"}))
        met.update(ids)
        while more:
            _, ids, more = asked(client, tool, more)
            met.update(ids)
        late.append(before - datetime.fromisoformat(through))
        since = through
        time.sleep(0.01)
    client.close()
    return met, late


def slowly(towns: Towns, is_over: Event) -> None:
    """Store from this process, whose clock is read long before the commit."""

    def clock() -> datetime:
        now = timezone.now()
        time.sleep(0.03)
        return now

    author = authors.credential("langsam", towns.eksjo.pk, towns.eksjo.federation.launched_on)
    try:
        while not is_over.is_set():
            ingest.record([said()], author=author, version=Version.V2_0, clock=clock)
            time.sleep(0.02)
    finally:
        connections.close_all()


def test_whoever_reads_on_from_there_misses_nothing(server: Server, tool: Tool, towns: Towns) -> None:
    is_enough, is_over, load = Event(), Event(), server.load(tool)
    with ThreadPoolExecutor(FOLLOWERS + 1) as threads:
        followers = [threads.submit(followed, server, tool, is_over) for _ in range(FOLLOWERS)]
        writer = threads.submit(slowly, towns, is_enough)
        with load.at_work():
            time.sleep(SECONDS)
        is_enough.set()
        writer.result()
        is_over.set()
        found = [each.result() for each in followers]
    there = {str(row.statement_id) for row in stored()}
    assert set(load.statuses) == {200}
    assert len(there) > 100
    for met, late in found:
        assert there - met == set()
        assert len(late) > 3
        # Rarely is nothing stored by anybody; a moment that stands still would be as late as the test is long.
        assert sorted(late)[len(late) // 2] < timedelta(seconds=2), f"half of {len(late)} answers were later"
