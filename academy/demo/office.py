"""What HR did during the demo's year, by the actions behind their pages: journal, invitations, roles and messages show it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from academy.demo.organisations import EMPLOYEES_PER_PERSON, SOURCE
from academy.periods import STOCKHOLM, Month, local_day
from academy.scoping import entered
from analytics.actions.headcounts import set_headcount
from learners.actions import memberships
from learners.actions.invite import invite
from learners.actions.journal import note_reads
from learners.actions.messages import send_due
from learners.actions.reminders import remind_of_courses
from learners.actions.roles import give_role
from learners.membership_details import Details, details_of
from learners.models import Membership, ReadEntry, Unit, User
from learners.queries.acting import acting_for
from learners.roles import Role
from learners.tenancy import Acting

HR = "amina@savsjo.example"
# How many there are with those who work by the hour.
HOURLY = 1.1
NEW_HERE = (
    ("Ronja", "Sandvall", "Hemtjänsten", "Undersköterska"),
    ("Ismail", "Kurt", "Grundskolan", "Lärare"),
    ("Agnes", "Tallberg", "Gata och park", "Vaktmästare"),
)
WEEKS_OF_REMINDERS = 4


def correct_late(people: Mapping[str, User], now: datetime) -> None:
    """Let HR in Sävsjö mend last month what was wrong for months: a membership, and a number of employees.

    The round of snapshots that follows publishes what that changes, with the reasons.
    """
    acting = _acting(people, now)
    if acting is None:
        return
    then = _morning(Month.of(now).first_day - timedelta(days=9))
    with entered(acting.scope):
        _move_someone(acting, then)
        _state_employees(acting, then)


def _move_someone(acting: Acting, then: datetime) -> None:
    """Somebody has worked in the home for the elderly all along, and stood in home care in the list."""
    working = Membership.objects.filter(
        unit__name="Hemtjänsten", valid_to=None, leader_group="", enrolments__completed_at__isnull=False
    )
    row = working.exclude(person__email__in=[HR]).order_by("pk").last()
    home = Unit.objects.filter(organisation_id=acting.organisation.id, name="Särskilt boende").first()
    if row and home:
        corrected = Details(**details_of(row).columns() | {"unit_id": home.pk})
        memberships.correct_membership(
            acting=acting,
            membership_id=row.pk,
            details=corrected,
            reason="Stod på fel enhet i listan från lönesystemet",
            now=then,
        )


def _state_employees(acting: Acting, then: datetime) -> None:
    root = Unit.objects.get(organisation_id=acting.organisation.id, parent=None)
    employees = (
        Membership.objects.filter(organisation_id=acting.organisation.id).exclude(leader_group="elected").count()
    )
    set_headcount(
        organisation_id=acting.organisation.id,
        unit_id=root.pk,
        as_of=Month.of(then).before(2).first_day,
        employees=round(employees * HOURLY * EMPLOYEES_PER_PERSON),
        source=f"{SOURCE}, med timanställda",
        now=then,
    )


def work_lately(people: Mapping[str, User], now: datetime) -> None:
    """Let HR in Sävsjö invite, end, give a role and look, during the last weeks."""
    acting = _acting(people, now)
    if acting is None:
        return
    with entered(acting.scope):
        for number, (first, last, unit, position) in enumerate(NEW_HERE):
            _invite(acting, first, last, unit, position, _workday(now, 12 - 4 * number))
        _end_and_promote(acting, now)
        looked_at = Membership.objects.filter(unit__name="Hemtjänsten").values_list("person_id", flat=True)
        note_reads(acting=acting, subject_ids=list(looked_at), page=ReadEntry.Page.PEOPLE, now=_workday(now, 3))


def _invite(acting: Acting, first: str, last: str, unit_name: str, position: str, then: datetime) -> None:
    unit = Unit.objects.filter(organisation_id=acting.organisation.id, name=unit_name).first()
    if unit:
        invite(
            by_id=acting.person_id,
            unit=unit,
            email=f"{first}.{last}@savsjo.example".lower(),
            first_name=first,
            last_name=last,
            language="sv",
            valid_from=local_day(then),
            now=then,
            position=position,
        )


def _end_and_promote(acting: Acting, now: datetime) -> None:
    staff = Membership.objects.filter(unit__name="Särskilt boende", valid_to=None, leader_group="").order_by("-pk")[:2]
    if len(staff) < 2:
        return
    staying, leaving = staff
    last_day = local_day(now) + timedelta(days=10)
    memberships.end_membership(acting=acting, membership_id=leaving.pk, last_day=last_day, now=_workday(now, 6))
    give_role(
        acting=acting, membership_id=staying.pk, role=Role.FACILITATOR, unit_id=staying.unit_id, now=_workday(now, 5)
    )


def remind(now: datetime) -> None:
    """Write to those who have left a course lying in the last weeks, as the job does each day; mails go when the demo runs."""
    for week in reversed(range(WEEKS_OF_REMINDERS)):
        then = _workday(now, 7 * week + 1)
        remind_of_courses(then)
        send_due(then)


def _acting(people: Mapping[str, User], now: datetime) -> Acting | None:
    return acting_for(people[HR], local_day(now), is_proven=True) if HR in people else None


def _workday(now: datetime, days_ago: int) -> datetime:
    day = local_day(now) - timedelta(days=days_ago)
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return _morning(day)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 12), tzinfo=STOCKHOLM)
