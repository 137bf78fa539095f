"""A fill ends in time although work remains: the same worker has mail to send."""

import pytest
from django.utils import timezone

from academy.scoping import unscoped_quietly
from analytics.models import DirtyMark
from analytics.rollup import rounds
from analytics.tasks import fill_windows
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast


@pytest.mark.django_db
def test_what_a_long_fill_leaves_is_counted_by_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    for town in (cast.eksjo, cast.nassjo):
        happened(town.care, "anna", at=now)
    monkeypatch.setattr(rounds, "LONGEST_SECONDS", -1.0)
    assert fill_windows() == 0
    with unscoped_quietly("test"):
        assert DirtyMark.objects.count() > 0
    monkeypatch.undo()
    assert fill_windows() >= 2
    with unscoped_quietly("test"):
        assert DirtyMark.objects.count() == 0
