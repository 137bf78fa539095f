"""Scopes: no read without one, no row of another tenant, and an escape hatch that leaves a trace."""

from collections.abc import Callable, Iterator

import pytest
from structlog.testing import capture_logs

from academy.scoping import Scope, ScopeMissing, current_scope, entered, required_scope, unscoped, unscoped_quietly
from learners.models import Enrolment, Organisation, RoleAssignment, Unit
from tests.conftest import Cast

EKSJO = Scope(actor="test:1", tenants=frozenset({1}))
NASSJO = Scope(actor="test:2", tenants=frozenset({2}))


def of(organisation: Organisation) -> Scope:
    return Scope(actor="test", tenants=frozenset({organisation.pk}))


@pytest.mark.parametrize(
    "read",
    [
        lambda: Unit.objects.count(),
        lambda: Unit.objects.filter(pk=1).exists(),
        lambda: Unit.objects.get(pk=1),
        lambda: list(Enrolment.objects.all()),
        lambda: RoleAssignment.objects.first(),
    ],
)
def test_reading_without_a_scope_raises(cast: Cast, read: Callable[[], object]) -> None:
    with pytest.raises(ScopeMissing, match=r"^Enter a scope first"):
        read()


def test_a_scope_sees_its_own_tenant_alone(cast: Cast) -> None:
    with entered(of(cast.eksjo.organisation)):
        assert {unit.name for unit in Unit.objects.all()} == {
            "Eksjö kommun Almgran",
            "Omsorg Almgran",
            "Skola Almgran",
        }
        assert not Unit.objects.filter(pk=cast.nassjo.care.pk).exists()
        assert [role.membership.person_id for role in RoleAssignment.objects.order_by("pk")] == [
            cast.eksjo.leader.pk,
            cast.eksjo.hr.pk,
            cast.editor.pk,
        ]


def test_writing_through_a_queryset_does_not_reach_another_tenant(cast: Cast) -> None:
    with entered(of(cast.eksjo.organisation)):
        assert Unit.objects.filter(pk=cast.nassjo.care.pk).update(name="Taken over") == 0
        assert Unit.objects.filter(pk=cast.nassjo.care.pk).delete()[0] == 0
    with unscoped("test"):
        assert Unit.objects.get(pk=cast.nassjo.care.pk).name == "Omsorg Bjornlav"


def test_an_empty_scope_sees_nothing(cast: Cast) -> None:
    with entered(Scope(actor="test", tenants=frozenset())):
        assert Unit.objects.count() == 0


def test_the_inner_scope_holds_until_its_end_and_errors_end_it_too() -> None:
    assert current_scope() is None
    with entered(EKSJO):
        with pytest.raises(ZeroDivisionError), entered(NASSJO):
            assert required_scope() is NASSJO
            raise ZeroDivisionError
        assert required_scope() is EKSJO
    assert current_scope() is None


def test_the_escape_hatch_reads_all_and_says_why(cast: Cast) -> None:
    with capture_logs() as lines, unscoped("moving house") as scope:
        assert Unit.objects.count() == 9
        assert scope.is_everything
        assert scope.actor == "system: moving house"
    assert [line for line in lines if line["log_level"] == "info"] == [
        {"event": "unscoped", "reason": "moving house", "log_level": "info"}
    ]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_the_escape_hatch_needs_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="needs a reason"), unscoped(reason):
        pytest.fail("entered without a reason")
    assert current_scope() is None


def test_the_quiet_hatch_is_logged_for_who_debugs() -> None:
    with capture_logs() as lines, unscoped_quietly("making the scope"):
        assert required_scope().is_everything
    assert lines == [{"event": "unscoped", "reason": "making the scope", "log_level": "debug"}]


def test_a_generator_that_outlives_its_scope_must_enter_it_again(cast: Cast) -> None:
    scope = of(cast.eksjo.organisation)

    def forgetful() -> Iterator[int]:
        yield Unit.objects.count()

    def careful() -> Iterator[int]:
        with entered(scope):
            yield Unit.objects.count()

    with entered(scope):
        streams = forgetful(), careful()
    with pytest.raises(ScopeMissing):
        next(streams[0])
    assert list(streams[1]) == [3]
