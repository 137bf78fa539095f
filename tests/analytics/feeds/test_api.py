"""/api/v1/: an organisation's own system reads the figures that its people see."""

import json
from base64 import b64encode
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from academy.periods import Month
from academy.scoping import entered, unscoped_quietly
from analytics.lrs.actions.credentials import Issued, issue, revoke
from analytics.lrs.auth import Allows
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
    assert (body["count"], body["page"], body["pages"], body["next"], body["previous"]) == (1, 1, 1, None, None)
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
        ("kpi=", "unknown_kpi", "kpi"),
        ("period_from=november", "invalid_period", "period_from"),
        ("period_from=2026-13", "invalid_period", "period_from"),
        ("period_to=", "invalid_period", "period_to"),
        ("period_from=2026&period_to=2026-11", "mixed_periods", "period_to"),
        ("unit=-1", "unknown_unit", "unit"),
        ("unit=²", "unknown_unit", "unit"),
        ("page=0", "invalid_parameter", "page"),
        ("page=x", "invalid_parameter", "page"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(key: Issued, query: str, code: str, field: str) -> None:
    response = asked(key, f"/api/v1/figures?{query}")
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (422, code, field)
    assert len(error["message"]) > 20


def test_long_answers_come_in_pages_that_lead_on(key: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.feeds.api.PER_PAGE", 5)
    month = str(Month.of(timezone.now()))
    address, seen = f"/api/v1/figures?unit=all&period_from={month}&period_to={month}", []
    for number in (1, 2, 3):
        body = asked(key, address).json()
        assert (body["count"], body["pages"], body["page"]) == (12, 3, number)
        seen += [(value["kpi"], json.dumps(value["unit"])) for value in body["values"]]
        address = (body["next"] or "").removeprefix("http://localhost:8000")
    assert len(set(seen)) == len(seen) == 12
    assert address == ""


def test_a_page_past_the_last_is_not_there(key: Issued) -> None:
    refused = asked(key, "/api/v1/figures?page=99")
    error = {"code": "no_such_page", "message": "page: the last one is 1.", "field": "page"}
    assert (refused.status_code, refused.json()["error"]) == (404, error)


def test_the_first_page_of_nothing_is_empty(key: Issued) -> None:
    nothing = asked(key, "/api/v1/figures?period_from=1999&period_to=1999")
    body = nothing.json()
    assert (nothing.status_code, body["count"], body["pages"], body["values"]) == (200, 0, 1, [])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "figures?from=2026-13&organisation=eksjo&page=1",
            "Not a parameter: from, organisation. Choose among kpi, period_from, period_to, unit, page.",
        ),
        ("kpis?from=2026", "Not a parameter: from. This address takes no parameters."),
    ],
)
def test_a_misspelt_parameter_is_refused(key: Issued, address: str, message: str) -> None:
    refused = asked(key, f"/api/v1/{address}")
    error = {"code": "unknown_parameter", "message": message, "field": "from"}
    assert (refused.status_code, refused.json()["error"]) == (422, error)


@pytest.mark.parametrize("address", ["/api/v1/kpis", "/api/v1/figures"])
def test_figures_are_only_read(address: str) -> None:
    for ask in (Client().post, Client().put, Client().patch, Client().delete):
        refused = ask(address)
        assert (refused.status_code, refused["Allow"]) == (405, "GET")
        assert refused.json()["error"]["code"] == "method_not_allowed"


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
    assert set(document["paths"]) == {"/api/v1/kpis", "/api/v1/figures"}
    schemes = {scheme["scheme"] for scheme in document["components"]["securitySchemes"].values()}
    assert schemes == {"basic", "bearer"}


def test_the_openapi_document_names_the_refusals() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    paths = {path: operations["get"]["responses"] for path, operations in document["paths"].items()}
    assert set(paths["/api/v1/kpis"]) == {"200", "401", "403", "422"}
    assert set(paths["/api/v1/figures"]) == {"200", "401", "403", "404", "422"}
    shape = {"$ref": "#/components/schemas/ErrorsOut"}
    refusals = [answer for answers in paths.values() for status, answer in answers.items() if status != "200"]
    assert [answer["content"]["application/json"]["schema"] for answer in refusals] == [shape] * 7
    assert {tuple(operations) for operations in document["paths"].values()} == {("get",)}


def test_the_number_of_queries_does_not_grow(counted: Cast, key: Issued, django_assert_num_queries: Any) -> None:
    asked(key, "/api/v1/figures?unit=all")
    with django_assert_num_queries(5):
        few = asked(key, "/api/v1/figures?unit=all").json()["count"]
    with unscoped_quietly("test"):
        for number in range(18):
            add_unit(organisation=counted.eksjo.organisation, name=f"Enhet {number}", parent=counted.eksjo.care)
    happened(counted.eksjo.care, "eva", at=timezone.now())
    fill_windows()
    with django_assert_num_queries(5):
        assert asked(key, "/api/v1/figures?unit=all").json()["count"] > few * 2
