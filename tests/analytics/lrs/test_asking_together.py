"""One question for a credential answers all who wait with the same key: nobody gets another's, and none an older answer."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from academy.scoping import unscoped
from analytics.lrs import auth
from analytics.lrs.actions.credentials import revoke
from analytics.lrs.auth import CredentialScope, WrongSecret, authenticate
from tests.analytics.lrs.conftest import Tool

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 30


class Slow:
    """Holds the first question, when it has its answer already, until it is let go; remembers whose keys were asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keys: list[str] = []
        self.is_held, self.goes_on = Event(), Event()
        self._read = auth._read
        monkeypatch.setattr(auth, "_read", self.read)

    def read(self, key: str) -> Any:
        found = self._read(key)
        self.keys.append(key)
        if not self.is_held.is_set():
            self.is_held.set()
            assert self.goes_on.wait(PATIENCE_SECONDS)
        return found


@pytest.fixture
def slow(on_disk: None, monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as found:
        yield found


def scope_of(tool: Tool, secret: str) -> CredentialScope:
    try:
        return authenticate(f"Bearer {tool.key.key}.{secret}", timezone.now())
    finally:
        connections.close_all()


def waiting(threads: ThreadPoolExecutor, tool: Tool, secret: str, place: int) -> Future[CredentialScope]:
    """Have somebody ask, and return when this many wait for the one who is at it."""
    asked = threads.submit(scope_of, tool, secret)
    ends = monotonic() + PATIENCE_SECONDS
    while sum(map(len, auth._company._lines.values())) < place:
        assert monotonic() < ends, "nobody waits"
        sleep(0.001)
    return asked


def test_who_waits_with_the_same_key_shares_a_question_and_no_secret_and_other_keys_do_not_wait(
    tool: Tool, foreign_tool: Tool, slow: Slow, threads: ThreadPoolExecutor
) -> None:
    asked = [threads.submit(scope_of, tool, tool.key.secret)]
    assert slow.is_held.wait(PATIENCE_SECONDS)
    right, wrong = tool.key.secret, foreign_tool.key.secret
    asked += [waiting(threads, tool, secret, place) for place, secret in enumerate((right, wrong, right), start=1)]
    foreign = threads.submit(scope_of, foreign_tool, foreign_tool.key.secret).result(PATIENCE_SECONDS)
    slow.goes_on.set()
    assert [asked[place].result(PATIENCE_SECONDS).key for place in (0, 1, 3)] == [tool.key.key] * 3
    with pytest.raises(WrongSecret):
        asked[2].result(PATIENCE_SECONDS)
    assert foreign.key == foreign_tool.key.key
    assert foreign.organisation_id != asked[1].result().organisation_id
    assert slow.keys == [tool.key.key, foreign_tool.key.key, tool.key.key]


def test_who_comes_after_a_key_was_revoked_is_not_answered_by_an_older_question(
    tool: Tool, slow: Slow, threads: ThreadPoolExecutor
) -> None:
    before = threads.submit(scope_of, tool, tool.key.secret)
    assert slow.is_held.wait(PATIENCE_SECONDS)
    with unscoped("test"):
        assert revoke(tool.key.key, now=timezone.now())
    after = [waiting(threads, tool, tool.key.secret, place) for place in (1, 2)]
    slow.goes_on.set()
    assert before.result(PATIENCE_SECONDS).key == tool.key.key
    for each in after:
        with pytest.raises(WrongSecret):
            each.result(PATIENCE_SECONDS)
    assert slow.keys == [tool.key.key] * 2
