"""/api/v1/: an organisation's own system reads the figures that its people see."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from academy.periods import Month
from academy.scoping import entered, unscoped_quietly
from analytics.feeds.cursors import cursor
from analytics.lrs.actions.credentials import Issued, issue, revoke
from analytics.lrs.auth import Allows
from analytics.models import Figure, Reason, Revision, SharedFigure, Snapshot
from analytics.tasks import fill_windows
from learners.actions.people import add_unit
from tests.analytics.dashboards.test_file import lines
from tests.analytics.dashboards.test_page import page
from tests.analytics.release.test_figures import stated
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast, Town, acting, signed_in

pytestmark = pytest.mark.django_db


def key_of(town: Town, *scopes: Allows) -> Issued:
    """Issue a key of a town."""
    with entered(acting(town.hr).scope):
        return issue(organisation_id=town.organisation.pk, name="Datalagret", scopes=scopes, now=timezone.now())


def asked(key: Issued | None, address: str, **headers: str) -> Any:
    """Ask as a system does, with the key as Bearer."""
    sent = {"Authorization": f"Bearer {key.key}.{key.secret}"} if key else {}
    return Client().get(address, headers={**sent, **headers})


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """Two completions in Eksjö's care with 7 employees, one in its school without; one in Nässjö."""
    town, now = cast.eksjo, timezone.now()
    for unit, person in ((town.care, "anna"), (town.care, "bo"), (town.school, "cia"), (cast.nassjo.care, "nora")):
        happened(unit, person, at=now)
    stated(town.care, 7, date(2026, 1, 1))
    fill_windows()
    return cast


@pytest.fixture
def key(counted: Cast) -> Issued:
    """Eksjö's key to figures."""
    return key_of(counted.eksjo, Allows.READ_FIGURES)


def test_the_kpis_explain_themselves_in_both_languages(key: Issued) -> None:
    body = asked(key, "/api/v1/kpis").json()
    assert [kpi["id"] for kpi in body["values"]] == ["completions", "completions-per-100", "active-learners"]
    assert body["values"][1]["title"] == {
        "sv": "Fullföljda kurser per 100 anställda",
        "en": "Completed courses per 100 employees",
    }
    assert (body["values"][1]["scale"], body["values"][1]["decimals"], body["count"]) == (100, 1, 3)


def test_a_figure_carries_all_its_parts(counted: Cast, key: Issued) -> None:
    month, care = str(Month.of(timezone.now())), counted.eksjo.care
    address = f"/api/v1/figures?kpi=completions-per-100&unit={care.pk}&period_from={month}&period_to={month}"
    body = asked(key, address).json()
    assert (body["count"], body["next"]) == (1, None)
    figure = body["values"][0]
    assert figure.pop("as_of").startswith(month)
    assert figure == {
        "kpi": "completions-per-100",
        "kpi_version": 1,
        "municipality": "0686",
        "organisation": "eksjo",
        "unit": {"id": care.pk, "name": "Omsorg Almgran"},
        "period": month,
        "value": 28.6,
        "numerator": 2,
        "denominator": 7,
        "denominator_as_of": "2026-01-01",
        "state": "shown",
        "preliminary": True,
        "version": 1,
    }


def test_the_whole_organisation_is_the_answer_when_no_unit_is_asked_for(key: Issued) -> None:
    values = asked(key, "/api/v1/figures?kpi=completions,completions-per-100&period_from=2026&period_to=2026").json()[
        "values"
    ]
    assert [(value["kpi"], value["unit"], value["value"], value["state"]) for value in values] == [
        ("completions", None, 3.0, "shown"),
        ("completions-per-100", None, None, "no_denominator"),
    ]


@pytest.mark.parametrize("bound", ["period_from", "period_to"])
def test_one_bound_alone_chooses_months_or_years_and_never_both(key: Issued, bound: str) -> None:
    this_month = Month.of(timezone.now())
    for period in (str(this_month), str(this_month.year)):
        values = asked(key, f"/api/v1/figures?kpi=completions&{bound}={period}").json()["values"]
        assert [value["period"] for value in values] == [period]


def test_page_file_and_feed_say_the_same_to_the_last_digit(counted: Cast, key: Issued) -> None:
    """Every figure of the month: JSON = CSV = page."""
    month, client = str(Month.of(timezone.now())), signed_in(counted.eksjo.hr)
    body = asked(key, f"/api/v1/figures?unit=all&period_from={month}&period_to={month}").json()
    from_feed = {
        (value["kpi"], str(value["unit"]["id"]) if value["unit"] else ""): value["value"] for value in body["values"]
    }
    rows = [row for row in lines(client, f"/nyckeltal/eksjo/csv/?period={month}") if row["Period"] == month]
    roots = {str(counted.eksjo.root.pk)}
    from_file = {(row["Nyckeltals-id"], row["Enhets-id"]): row["Värde"] for row in rows}
    assert len(from_feed) == 3 * 4
    assert {pair for pair in from_feed if pair[1] not in roots} == set(from_file)
    words = page(client, f"/nyckeltal/eksjo/?period={month}")
    for (kpi, unit), written in from_file.items():
        value = from_feed[kpi, unit]
        decimals = 1 if kpi == "completions-per-100" else 0
        assert written == ("" if value is None else f"{value:.{decimals}f}".replace(".", ","))
        assert f'/{kpi}/{unit or "hela"}/{month}/">{written or "saknas"}</a>' in words


def test_only_the_keys_own_organisation_is_there(counted: Cast, key: Issued) -> None:
    body = asked(key, "/api/v1/figures?unit=all")
    assert "Bjornlav" not in body.content.decode()
    assert {value["organisation"] for value in body.json()["values"]} == {"eksjo"}
    refused = asked(key, f"/api/v1/figures?unit={counted.nassjo.care.pk}")
    unknown = asked(key, "/api/v1/figures?unit=987654321")
    assert (refused.status_code, refused.json()) == (422, unknown.json())


def test_basic_is_as_good_as_bearer(key: Issued) -> None:
    header = "Basic " + b64encode(f"{key.key}:{key.secret}".encode()).decode()
    assert asked(None, "/api/v1/figures", Authorization=header).status_code == 200


def test_without_a_valid_key_the_answer_is_401_and_says_how(counted: Cast, key: Issued) -> None:
    with entered(acting(counted.eksjo.hr).scope):
        revoked = key_of(counted.eksjo, Allows.READ_FIGURES)
        revoke(revoked.key, now=timezone.now())
    for bad in (None, Issued(key.key, "wrong"), Issued("nobody", key.secret), revoked):
        for address in ("/api/v1/kpis", "/api/v1/figures"):
            response = asked(bad, address)
            assert response.status_code == 401
            assert response.json()["error"]["code"] == "unauthenticated"
            assert "Basic" in response["WWW-Authenticate"]


def test_a_key_for_statements_opens_no_figures(counted: Cast) -> None:
    response = asked(key_of(counted.eksjo, Allows.READ_STATEMENTS, Allows.WRITE_STATEMENTS), "/api/v1/figures")
    assert (response.status_code, response.json()["error"]["code"]) == (403, "scope_missing")


def test_signing_in_as_a_person_opens_no_feed(counted: Cast) -> None:
    assert signed_in(counted.eksjo.hr).get("/api/v1/figures").status_code == 401


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("kpi=no-such", "unknown_kpi", "kpi"),
        ("kpi=", "invalid_parameter", "kpi"),
        ("kpi=A", "invalid_parameter", "kpi"),
        ("period_from=november", "invalid_parameter", "period_from"),
        ("period_from=2026-13", "invalid_parameter", "period_from"),
        ("period_to=", "invalid_parameter", "period_to"),
        ("period_from=2026&period_to=2026-11", "mixed_periods", "period_to"),
        ("unit=-1", "unknown_unit", "unit"),
        ("unit=²", "unknown_unit", "unit"),
        ("per_page=0", "invalid_parameter", "per_page"),
        ("per_page=1001", "invalid_parameter", "per_page"),
        ("per_page=x", "invalid_parameter", "per_page"),
        ("cursor=", "invalid_cursor", "cursor"),
        ("cursor=x", "invalid_cursor", "cursor"),
        ("cursor=å", "invalid_cursor", "cursor"),
        ("cursor=W10", "invalid_cursor", "cursor"),
        (f"cursor={cursor('a', -1, None)}", "invalid_cursor", "cursor"),
        (f"cursor={cursor('a', 1, 2**63)}", "invalid_cursor", "cursor"),
        (f"cursor={cursor('a', True, None)}", "invalid_cursor", "cursor"),
        (f"cursor={cursor('a' + chr(0), 1, None)}", "invalid_cursor", "cursor"),
        (f"cursor={cursor(1)}", "invalid_cursor", "cursor"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(key: Issued, query: str, code: str, field: str) -> None:
    response = asked(key, f"/api/v1/figures?{query}")
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (422, code, field)
    assert len(error["message"]) > 20


def pages_of(key: Issued, address: str) -> Iterator[Any]:
    """Follow `next` from page to page."""
    while address:
        body = asked(key, address).json()
        yield body
        address = (body["next"] or "").removeprefix("http://localhost:8000")


def test_long_answers_come_in_pages_that_lead_on(key: Issued) -> None:
    month = str(Month.of(timezone.now()))
    address = f"/api/v1/figures?unit=all&period_from={month}&period_to={month}&per_page=5"
    pages = list(pages_of(key, address))
    whole = asked(key, address.replace("per_page=5", "per_page=1000")).json()
    assert [page["count"] for page in pages[:-1]] == [5] * (len(pages) - 1)
    assert [value for page in pages for value in page["values"]] == whole["values"]
    assert len(pages) > 2


def test_pages_neither_repeat_nor_skip_what_was_there_while_figures_appear(counted: Cast, key: Issued) -> None:
    address = "/api/v1/figures?unit=all&per_page=4"
    before = asked(key, "/api/v1/figures?unit=all&per_page=1000").json()["values"]
    seen = []
    for number, body in enumerate(pages_of(key, address)):
        seen += [_place(value) for value in body["values"]]
        with unscoped_quietly("test"):
            unit = add_unit(organisation=counted.eksjo.organisation, name=f"Ny {number}", parent=counted.eksjo.care)
        happened(unit, f"ny{number}", at=timezone.now())
        fill_windows()
    assert len(seen) == len(set(seen))
    assert {_place(value) for value in before} <= set(seen)


def _place(value: Any) -> tuple[str, str, int | None]:
    return value["kpi"], value["period"], value["unit"] and value["unit"]["id"]


def test_the_first_page_of_nothing_is_empty(key: Issued) -> None:
    nothing = asked(key, "/api/v1/figures?period_from=1999&period_to=1999")
    body = nothing.json()
    assert (nothing.status_code, body) == (200, {"count": 0, "next": None, "values": []})


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "figures?from=2026-13&organisation=eksjo&page=1",
            "Not a parameter: from, organisation, page. "
            "Choose among per_page, cursor, kpi, period_from, period_to, unit.",
        ),
        ("kpis?from=2026", "Not a parameter: from. This address takes no parameters."),
    ],
)
def test_a_misspelt_parameter_is_refused(key: Issued, address: str, message: str) -> None:
    refused = asked(key, f"/api/v1/{address}")
    error = {"code": "unknown_parameter", "message": message, "field": "from"}
    assert (refused.status_code, refused.json()["error"]) == (422, error)


ADDRESSES = ["/api/v1/kpis", "/api/v1/figures", "/api/v1/data", "/api/v1/revisions", "/api/v1/shared"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_figures_are_only_read(address: str) -> None:
    client = Client()
    for ask in (client.post, client.put, client.patch, client.delete, client.options, client.trace):
        refused = ask(address)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
        assert refused.json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_tells_whether_anything_has_changed(key: Issued, address: str) -> None:
    first = asked(key, address)
    assert first.status_code == 200
    assert first["ETag"].startswith('"')
    assert "Authorization" in first["Vary"]
    assert {"private", "no-cache"} <= set(first["Cache-Control"].split(", "))
    for known in (first["ETag"], f'"other", {first["ETag"]}', "*"):
        again = asked(key, address, **{"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert asked(key, address, **{"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_get_without_the_body(key: Issued, address: str) -> None:
    got = asked(key, address)
    head = Client().head(address, headers={"Authorization": f"Bearer {key.key}.{key.secret}"})
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (got["ETag"], str(len(got.content)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_key_is_told_how_much_it_may_ask_and_stopped_at_the_limit(
    key: Issued, address: str, settings: Settings
) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    answers = [asked(key, address) for _ in range(7)]
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) in {3, 6}, "the minute may turn in between"
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert (refused["RateLimit-Limit"], refused["RateLimit-Remaining"]) == ("3", "0")
    assert answers[0]["RateLimit-Remaining"] == "2"
    assert asked(None, address).status_code == 401


@pytest.mark.parametrize(("fault", "status"), [(OperationalError("gone"), 503), (RuntimeError("no"), 500)])
def test_what_breaks_here_is_answered_in_the_same_shape(
    key: Issued, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def broken(*_: Any) -> None:
        raise fault

    monkeypatch.setattr("analytics.feeds.api.of_organisation", broken)
    refused = asked(key, "/api/v1/figures")
    assert refused.status_code == status
    assert set(refused.json()["error"]) == {"code", "message", "field"}
    assert refused.has_header("Retry-After") == (status == 503)
    assert str(fault) not in refused.content.decode()


def test_data_points_have_the_shape_of_kolada(key: Issued) -> None:
    year = str(timezone.now().year)
    address = f"/api/v1/data?municipality=0686&period_from={year}&period_to={year}"
    points = {value["kpi"]: value for value in asked(key, address).json()["values"]}
    assert points["completions"] == {
        "kpi": "completions",
        "municipality": "0686",
        "period": year,
        "values": [{"gender": "T", "count": 1, "status": "", "value": 3.0}],
    }
    assert points["completions-per-100"]["values"] == [{"gender": "T", "count": 1, "status": "Missing", "value": None}]
    assert asked(key, address.replace("0686", "eksjo")).json()["values"] == list(points.values())


@pytest.mark.parametrize("municipality", ["0682", "nassjo", "9999", ""])
def test_another_municipality_is_refused_as_one_that_is_not_there(key: Issued, municipality: str) -> None:
    refused = asked(key, f"/api/v1/data?municipality={municipality}")
    error = {
        "code": "unknown_municipality",
        "message": "municipality: this key reads 0686 alone.",
        "field": "municipality",
    }
    assert (refused.status_code, refused.json()["error"]) == (422, error)


def test_a_revision_is_there_to_be_seen(counted: Cast, key: Issued) -> None:
    assert asked(key, "/api/v1/revisions").json() == {"count": 0, "next": None, "values": []}
    with unscoped_quietly("test"):
        figure = Figure.objects.filter(organisation=counted.eksjo.organisation, unit=None, kpi="completions")[0]
        other = Figure.objects.filter(organisation=counted.nassjo.organisation, unit=None, kpi="completions")[0]
        for number, each in enumerate((figure, figure, other)):
            Revision.objects.create(
                organisation_id=each.organisation_id,
                figure=each,
                version=2 + number,
                reason=Reason.STATEMENT,
                revised_at=timezone.now(),
                from_kpi_version=1,
                to_kpi_version=1,
                from_numerator=3,
                to_numerator=4,
            )
    pages = list(pages_of(key, "/api/v1/revisions?per_page=1"))
    values = [value for page in pages for value in page["values"]]
    assert [value["version"] for value in values] == [2, 3]
    assert values[0]["before"] == {"kpi_version": 1, "numerator": 3, "denominator": None}
    assert values[0]["after"] == {"kpi_version": 1, "numerator": 4, "denominator": None}
    assert (values[0]["kpi"], values[0]["unit"], values[0]["reason"]) == ("completions", None, "statement")


def test_the_latest_snapshot_of_the_federation_is_there_and_no_other_federation_s(counted: Cast, key: Issued) -> None:
    assert asked(key, "/api/v1/shared").json() == {"periods": [], "snapshot": None}
    with unscoped_quietly("test"):
        for number, town in enumerate((counted.eksjo, counted.eksjo, counted.molndal)):
            snapshot = Snapshot.objects.create(
                federation=town.organisation.federation,
                period=202601,
                number=1 + number,
                taken_at=timezone.now(),
                reason=Snapshot.Reason.CLOSED,
            )
            for organisation, state, count in (
                (town.organisation, "shown", 10 + number),
                (counted.nassjo.organisation if town is counted.eksjo else town.organisation, "few", None),
            ):
                if state == "shown" or town is counted.eksjo:
                    SharedFigure.objects.create(
                        snapshot=snapshot,
                        organisation=organisation,
                        kpi="completions",
                        kpi_version=1,
                        state=state,
                        numerator=count,
                    )
    body = asked(key, "/api/v1/shared?period=2026-01").json()
    assert (body["periods"], body["snapshot"]["number"]) == (["2026-01"], 2)
    told = [(each["municipality"], each["state"], each["value"]) for each in body["snapshot"]["values"]]
    assert told == [("0686", "shown", 11.0), ("0682", "few", None)]
    named = [(each["organisation"], each["organisation_slug"]) for each in body["snapshot"]["values"]]
    assert named == [(town.organisation.name, town.organisation.slug) for town in (counted.eksjo, counted.nassjo)]
    assert asked(key, "/api/v1/shared").json() == body
    assert asked(key, "/api/v1/shared?period=2025-01").json() == {"periods": ["2026-01"], "snapshot": None}
    assert counted.molndal.canary not in json.dumps(body)


def test_an_unchanged_answer_costs_nothing_to_fetch_again(counted: Cast, key: Issued) -> None:
    first = asked(key, "/api/v1/figures")
    again = asked(key, "/api/v1/figures", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    happened(counted.eksjo.care, "dag", at=timezone.now())
    fill_windows()
    changed = asked(key, "/api/v1/figures", **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert {value["version"] for value in changed.json()["values"]} == {2}
    assert "private" in changed["Cache-Control"]


def test_the_openapi_document_names_both_addresses_and_both_ways_in() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == set(ADDRESSES)
    schemes = {scheme["scheme"] for scheme in document["components"]["securitySchemes"].values()}
    assert schemes == {"basic", "bearer"}


def test_the_openapi_document_names_the_refusals() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    paths = {path: operations["get"]["responses"] for path, operations in document["paths"].items()}
    for answers in paths.values():
        assert set(answers) == {"200", "304", "401", "403", "422", "429", "500", "503"}
    shape = {"$ref": "#/components/schemas/ErrorsOut"}
    refusals = [answers[status] for answers in paths.values() for status in answers if status not in {"200", "304"}]
    assert [answer["content"]["application/json"]["schema"] for answer in refusals] == [shape] * 6 * len(paths)
    assert {tuple(operations) for operations in document["paths"].values()} == {("get",)}


def test_the_number_of_queries_does_not_grow(counted: Cast, key: Issued, django_assert_num_queries: Any) -> None:
    asked(key, "/api/v1/figures?unit=all")
    with django_assert_num_queries(4):
        few = asked(key, "/api/v1/figures?unit=all").json()["count"]
    with unscoped_quietly("test"):
        for number in range(18):
            add_unit(organisation=counted.eksjo.organisation, name=f"Enhet {number}", parent=counted.eksjo.care)
    happened(counted.eksjo.care, "eva", at=timezone.now())
    fill_windows()
    with django_assert_num_queries(4):
        assert asked(key, "/api/v1/figures?unit=all").json()["count"] > few * 2
