"""Who has seen my record, and my places: one's own across organisations, and nobody else's."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.scoping import entered, unscoped
from learners.actions.journal import note_reads
from learners.actions.memberships import add_membership
from learners.models import Membership, ReadEntry, Team, TeamPlace, User
from tests.conftest import Cast, acting, signed_in

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
READS, PLACES = "/dina-uppgifter/lasningar/", "/dina-uppgifter/uppdrag/"


def read(reader: User, subject: User, *, days_ago: int = 0, page: ReadEntry.Page = ReadEntry.Page.PERSON) -> None:
    by = acting(reader)
    with entered(by.scope):
        note_reads(acting=by, subject_ids=[subject.pk], page=page, now=NOON - timedelta(days=days_ago))


def test_one_sees_who_when_as_what_and_which_page(cast: Cast) -> None:
    read(cast.eksjo.leader, cast.eksjo.learner)
    read(cast.eksjo.hr, cast.eksjo.learner, days_ago=1, page=ReadEntry.Page.PEOPLE)
    response = signed_in(cast.eksjo.learner).get(READS)
    rows = response.context["rows"]
    assert [(row["reader"], row["as_what"], row["organisation"], str(row["page"])) for row in rows] == [
        ("Leader Almgran", "Enhetschef, Chef", "Eksjö kommun Almgran", "Din sida bland personerna"),
        ("Hr Almgran", "HR-strateg, HR", "Eksjö kommun Almgran", "Listan över personer"),
    ]
    assert "20 november 2026" in response.content.decode()


def test_reads_of_all_employers_are_shown_whatever_one_acts_for(cast: Cast) -> None:
    with unscoped("test"):
        add_membership(person=cast.eksjo.learner, unit=cast.nassjo.care, valid_from=date(2026, 2, 1))
    read(cast.nassjo.hr, cast.eksjo.learner)
    read(cast.eksjo.hr, cast.eksjo.learner, days_ago=2)
    with unscoped("test"):
        Membership.objects.filter(person=cast.eksjo.learner).update(valid_to=date(2026, 3, 1))
    rows = signed_in(cast.eksjo.learner).get(READS).context["rows"]
    assert [row["reader"] for row in rows] == ["Hr Bjornlav", "Hr Almgran"]


def test_nobody_sees_reads_of_another(cast: Cast) -> None:
    read(cast.eksjo.leader, cast.eksjo.learner)
    for person in (cast.eksjo.leader, cast.eksjo.hr, cast.editor, cast.nassjo.hr, cast.stranger):
        page = signed_in(person).get(READS)
        assert page.context["rows"] == []
        assert "Ingen har öppnat dem" in page.content.decode()


def test_a_long_log_has_pages_and_costs_the_same(cast: Cast) -> None:
    def cost() -> int:
        client = signed_in(cast.eksjo.learner)
        client.get(READS)
        with CaptureQueriesContext(connection) as queries:
            client.get(READS)
        return len(queries)

    for day in range(2):
        read(cast.eksjo.leader, cast.eksjo.learner, days_ago=day)
    few = cost()
    for day in range(30):
        read(cast.eksjo.hr, cast.eksjo.learner, days_ago=day)
    assert cost() == few
    client = signed_in(cast.eksjo.learner)
    pages = [client.get(READS, {"page": number}).context["rows"] for number in (1, 2)]
    assert [len(rows) for rows in pages] == [25, 7]
    for wrong in ("0", "99", "x", "-1", "9" * 30, "\x00"):
        assert client.get(READS, {"page": wrong}).status_code == 200


def test_one_sees_ones_places_now_and_before_with_roles_and_teams(cast: Cast) -> None:
    with unscoped("test"):
        add_membership(
            person=cast.eksjo.leader,
            unit=cast.nassjo.school,
            valid_from=date(2025, 1, 1),
            valid_to=date(2025, 12, 31),
            position="Lärare",
        )
        team = Team.objects.create(organisation=cast.eksjo.organisation, unit=cast.eksjo.care, name="Nattlaget")
        membership = Membership.objects.get(person=cast.eksjo.leader, organisation=cast.eksjo.organisation)
        TeamPlace.objects.create(team=team, membership=membership, valid_from=date(2026, 1, 1))
    response = signed_in(cast.eksjo.leader).get(PLACES)
    (now,), (before,) = response.context["current"], response.context["past"]
    assert (now["organisation"], now["roles"], now["teams"], now["is_chosen"]) == (
        "Eksjö kommun Almgran",
        ["Chef för Omsorg Almgran"],
        ["Nattlaget"],
        True,
    )
    assert (before["organisation"], before["position"], before["roles"]) == ("Nässjö kommun Bjornlav", "Lärare", [])
    assert "Be HR i den organisationen att rätta det" in response.content.decode()


def test_nobody_sees_anothers_places(cast: Cast) -> None:
    for person in (cast.nassjo.hr, cast.stranger):
        assert "Almgran" not in signed_in(person).get(PLACES).content.decode().split("<main")[1].split("<footer")[0]


def test_the_account_menu_and_the_privacy_page_lead_there(cast: Cast) -> None:
    client = signed_in(cast.eksjo.learner)
    for address in ("/", "/dina-uppgifter/"):
        assert f'href="{READS}"' in client.get(address).content.decode()
    main = client.get("/dina-uppgifter/").content.decode().split("<main")[1]
    assert f'href="{READS}"' in main
    assert f'href="{PLACES}"' in main
