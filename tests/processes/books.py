"""Do the books agree? What a learner did, the statements that say so and the released figures, compared in plain SQL."""

from collections import Counter
from collections.abc import Iterable

from tests.databases import Database
from tests.processes.house import hyphenated
from tests.processes.visitor import STEP_IDS, Visitor

COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
NOT_VOIDED = "s.authority = 'platform' and not s.is_voided"


def assert_nothing_half_written(database: Database) -> None:
    """Every attempt, step, answer and result has exactly its statements, and no statement stands alone."""
    told: Counter[tuple[str, str, str]] = Counter()
    for registration, verb, kind in database.rows("select registration, verb, object_kind from analytics_statement"):
        told[hyphenated(registration), str(verb).rsplit("/", 1)[-1], str(kind)] += 1
    assert told == _deeds(database)
    ids = database.rows("select count(*), count(distinct statement_id) from analytics_statement")
    assert ids[0][0] == ids[0][1]


def _deeds(database: Database) -> Counter[tuple[str, str, str]]:
    deeds: Counter[tuple[str, str, str]] = Counter()
    for registration, completed_at in database.rows("select registration, completed_at from learners_enrolment"):
        deeds[hyphenated(registration), "registered", "module"] += 1
        if completed_at:
            deeds[hyphenated(registration), "completed", "module"] += 1
    steps = "select e.registration from learners_stepprogress p join learners_enrolment e on e.id = p.enrolment_id"
    for (registration,) in database.rows(steps):
        deeds[hyphenated(registration), "completed", "step"] += 1
    tries = (
        "select e.registration, a.attempts from learners_answer a join learners_enrolment e on e.id = a.enrolment_id"
    )
    for registration, attempts in database.rows(tries):
        deeds[hyphenated(registration), "answered", "question"] += attempts
    return deeds


def assert_every_statement_is_marked(database: Database) -> None:
    """As long as nobody has counted, each statement has left its mark."""
    places = "select organisation_id, unit_id, month from"
    assert Counter(database.rows(f"{places} analytics_dirtymark")) == Counter(
        database.rows(f"{places} analytics_statement")
    )


def assert_kept(database: Database, visitors: Iterable[Visitor]) -> None:
    """What the server said yes to is in the tables."""
    said_yes = {deed for visitor in visitors for deed in visitor.acknowledged}
    begun = {hyphenated(row[0]) for row in database.rows("select public_id from learners_enrolment")}
    done = {
        (hyphenated(registration), hyphenated(step))
        for registration, step in database.rows(
            "select e.public_id, p.step_id from learners_stepprogress p "
            "join learners_enrolment e on e.id = p.enrolment_id"
        )
    }
    tries = {
        hyphenated(registration): (attempts, right)
        for registration, attempts, right in database.rows(
            "select e.public_id, a.attempts, a.is_correct from learners_answer a "
            "join learners_enrolment e on e.id = a.enrolment_id"
        )
    }
    assert {registration for registration, _, _ in said_yes} <= begun
    assert {(registration, STEP_IDS[step]) for registration, step, action in said_yes if action == "next"} <= done
    for registration, _, action in said_yes:
        if action in {"wrong", "right"}:
            assert registration in tries
            assert action == "wrong" or tries[registration][1]


Figures = dict[tuple[str, int | None, int], int]


def released(database: Database) -> Figures:
    """Return the figures that readers see and that are not 0: (KPI, unit or None, period) -> numerator."""
    query = "select kpi, unit_id, period, numerator from analytics_figure where audience = 'internal' and numerator > 0"
    return {(kpi, unit, period): numerator for kpi, unit, period, numerator in database.rows(query)}


def recounted(database: Database) -> Figures:
    """Count the same anew from the statements, by month and year, for units with all below them and the whole."""
    figures: Figures = {}
    for period in ("s.month", "s.month / 100"):
        counts = (
            f"{period}, count(case when s.verb = '{COMPLETED}' and s.object_kind = 'module' then 1 end), "
            "count(distinct s.actor) from analytics_statement s"
        )
        units = (
            f"select above.id, {counts} join learners_unit own on own.id = s.unit_id "
            f"join learners_unit above on own.path like above.path || '%' where {NOT_VOIDED} group by 1, 2"
        )
        whole = f"select null, {counts} where {NOT_VOIDED} group by 1, 2"
        for unit, number, completed, active in database.rows(units) + database.rows(whole):
            found = {"completions": completed, "completions-per-100": completed, "active-learners": active}
            figures |= {(kpi, unit, number): count for kpi, count in found.items() if count}
    return figures


def is_counted(database: Database) -> bool:
    """Tell whether no mark waits to be counted."""
    return database.rows("select count(*) from analytics_dirtymark") == [(0,)]
