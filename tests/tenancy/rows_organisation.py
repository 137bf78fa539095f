"""Rows of units, teams, employees, the journal and the federation. Units and teams are Eksjö's: a leader sees care alone."""

from tests.tenancy.table import Row

#                      anonymous learner leader hr editor neighbour elsewhere stranger
WHO_SEES_PEOPLE = "sign-in 404 200 200 200 200 200 404"
WHO_MANAGES = "sign-in 404 404 200 200 404 200 404"
OF_EKSJO = "sign-in 404 404 200 200 404 404 404"
OF_CARE = "sign-in 404 200 200 200 404 404 404"
ACADEMY = "sign-in 404 404 404 200 404 404 404"
NOBODY = "sign-in 404 404 404 404 404 404 404"

UNIT = "organisation/enheter/<int:unit_id>/"
TEAM = "organisation/arbetslag/<int:team_id>/"
NUMBERS = "organisation/anstallda/<int:unit_id>/"
ORGANISATION = "akademin/organisationer/<int:organisation_id>/"
SECTOR = "akademin/sektorer/<int:sector_id>/"

_DAY = {"last_day": "2026-10-31"}
_NUMBER = {"as_of": "2026-10-31", "employees": "7", "source": "Lönesystemet"}
_NEW = {
    "name": "Aneby kommun",
    "kind": "municipality",
    "scb_code": "0604",
    "slug": "",
    "first_name": "Anna",
    "last_name": "Ny",
    "email": "{other_email}",
    "language": "sv",
}


def _moved(expected: str) -> str:
    return expected.replace("200", "302")


def _form(
    pattern: str, path: str, expected: str, data: dict[str, str], *, names_organisations: bool = False
) -> list[Row]:
    """A form: looked at by whoever may send it, and sent."""
    looked = Row(pattern, path, expected, names_organisations=names_organisations)
    return [looked, Row(pattern, path, _moved(expected), "POST", data, names_organisations=names_organisations)]


ROWS = [
    Row("organisation/enheter/", "/organisation/enheter/?visa=alla", WHO_MANAGES),
    Row("organisation/enheter/", "/en/organisation/enheter/?q={other_canary}&page=9", WHO_MANAGES),
    Row(UNIT, "/organisation/enheter/{school}/", OF_EKSJO),
    Row(UNIT, "/organisation/enheter/{other_care}/", NOBODY),
    *_form(f"{UNIT}ny/", "/organisation/enheter/{school}/ny/", OF_EKSJO, {"name": "Ny"}),
    Row(f"{UNIT}ny/", "/organisation/enheter/{other_care}/ny/", NOBODY, "POST", {"name": "Ny"}),
    *_form(f"{UNIT}namn/", "/organisation/enheter/{school}/namn/", OF_EKSJO, {"name": "Ny"}),
    Row(f"{UNIT}namn/", "/organisation/enheter/{other_care}/namn/", NOBODY, "POST", {"name": "Ny"}),
    *_form(f"{UNIT}flytta/", "/organisation/enheter/{school}/flytta/", OF_EKSJO, {"parent": "{care}"}),
    Row(f"{UNIT}flytta/", "/organisation/enheter/{school}/flytta/", OF_EKSJO, "POST", {"parent": "{other_care}"}),
    Row(f"{UNIT}flytta/", "/organisation/enheter/{other_care}/flytta/", NOBODY, "POST", {"parent": "{care}"}),
    *_form(f"{UNIT}stang/", "/organisation/enheter/{school}/stang/", OF_EKSJO, _DAY),
    Row(f"{UNIT}stang/", "/organisation/enheter/{other_care}/stang/", NOBODY, "POST", _DAY),
    *_form(f"{UNIT}oppna/", "/organisation/enheter/{school}/oppna/", OF_EKSJO, {}),
    Row(f"{UNIT}oppna/", "/organisation/enheter/{other_care}/oppna/", NOBODY, "POST"),
    *_form(f"{UNIT}ansvar/", "/organisation/enheter/{school}/ansvar/", OF_EKSJO, {}),
    Row(f"{UNIT}ansvar/", "/organisation/enheter/{other_care}/ansvar/", NOBODY, "POST"),
    Row("organisation/arbetslag/", "/organisation/arbetslag/?visa=alla", WHO_SEES_PEOPLE),
    Row("organisation/arbetslag/nytt/", "/organisation/arbetslag/nytt/", WHO_SEES_PEOPLE),
    Row(
        "organisation/arbetslag/nytt/",
        "/organisation/arbetslag/nytt/",
        "sign-in 404 302 302 302 200 200 404",
        "POST",
        {"name": "Nytt", "unit": "{care}"},
    ),
    Row(TEAM, "/organisation/arbetslag/{team}/", OF_CARE),
    Row(TEAM, "/organisation/arbetslag/{other_team}/", "sign-in 404 404 404 404 200 404 404"),
    *_form(f"{TEAM}andra/", "/organisation/arbetslag/{team}/andra/", OF_CARE, {"name": "Ny", "unit": "{care}"}),
    *_form(f"{TEAM}stang/", "/organisation/arbetslag/{team}/stang/", OF_CARE, _DAY),
    *_form(f"{TEAM}oppna/", "/organisation/arbetslag/{team}/oppna/", OF_CARE, {}),
    Row(f"{TEAM}medlemmar/", "/organisation/arbetslag/{team}/medlemmar/?enhet={other_care}&q=a", OF_CARE),
    Row(
        f"{TEAM}medlemmar/",
        "/organisation/arbetslag/{team}/medlemmar/",
        OF_CARE,
        "POST",
        {"members": "0", "valid_from": "2026-10-01"},
    ),
    *_form(f"{TEAM}medlemmar/<int:place_id>/", "/organisation/arbetslag/{team}/medlemmar/{place}/", OF_CARE, _DAY),
    *_form(
        f"{TEAM}medlemmar/<int:place_id>/kvar/", "/organisation/arbetslag/{team}/medlemmar/{place}/kvar/", OF_CARE, {}
    ),
    Row("organisation/andringar/", "/organisation/andringar/?typ=team_joined", WHO_MANAGES),
    Row("organisation/andringar/", "/en/organisation/andringar/", WHO_MANAGES),
    Row("organisation/anstallda/", "/organisation/anstallda/", WHO_MANAGES),
    *_form(NUMBERS, "/organisation/anstallda/{care}/", OF_EKSJO, _NUMBER),
    Row(NUMBERS, "/organisation/anstallda/{other_care}/", NOBODY, "POST", _NUMBER),
    *_form(f"{NUMBERS}<str:day>/ta-bort/", "/organisation/anstallda/{care}/2026-01-01/ta-bort/", OF_EKSJO, {}),
    Row(f"{NUMBERS}<str:day>/ta-bort/", "/organisation/anstallda/{other_care}/2026-01-01/ta-bort/", NOBODY, "POST"),
    # Whoever keeps a federation reads the names of its organisations, and of nothing else in them.
    Row("akademin/organisationer/", "/akademin/organisationer/", ACADEMY, names_organisations=True),
    Row("akademin/organisationer/", "/en/akademin/organisationer/", ACADEMY, names_organisations=True),
    *_form("akademin/organisationer/ny/", "/akademin/organisationer/ny/", ACADEMY, _NEW),
    Row(ORGANISATION, "/akademin/organisationer/{other_town}/", ACADEMY, names_organisations=True),
    Row(ORGANISATION, "/akademin/organisationer/{joint_body}/", ACADEMY, names_organisations=True),
    Row(ORGANISATION, "/akademin/organisationer/{elsewhere}/", NOBODY),
    *_form(
        f"{ORGANISATION}andra/",
        "/akademin/organisationer/{other_town}/andra/",
        ACADEMY,
        {"name": "Ny kommun", "scb_code": "0604"},
        names_organisations=True,
    ),
    Row(f"{ORGANISATION}andra/", "/akademin/organisationer/{elsewhere}/andra/", NOBODY, "POST", {"name": "Ny"}),
    *_form(
        f"{ORGANISATION}stang/",
        "/akademin/organisationer/{other_town}/stang/",
        ACADEMY,
        _DAY,
        names_organisations=True,
    ),
    Row(f"{ORGANISATION}stang/", "/akademin/organisationer/{elsewhere}/stang/", NOBODY, "POST", _DAY),
    *_form(
        f"{ORGANISATION}oppna/",
        "/akademin/organisationer/{other_town}/oppna/",
        ACADEMY,
        {},
        names_organisations=True,
    ),
    *_form(
        f"{ORGANISATION}agare/ny/",
        "/akademin/organisationer/{joint_body}/agare/ny/",
        ACADEMY,
        {"member": "{own_town}", "valid_from": "2026-01-01"},
        names_organisations=True,
    ),
    Row(f"{ORGANISATION}agare/ny/", "/akademin/organisationer/{other_town}/agare/ny/", NOBODY),
    *_form(
        f"{ORGANISATION}agare/<int:owner_id>/",
        "/akademin/organisationer/{joint_body}/agare/{owner}/",
        ACADEMY,
        _DAY,
        names_organisations=True,
    ),
    Row("akademin/sektorer/", "/akademin/sektorer/", ACADEMY),
    *_form(
        "akademin/sektorer/ny/",
        "/akademin/sektorer/ny/",
        ACADEMY,
        {"key": "ny", "name_sv": "Ny", "name_en": "New"},
    ),
    *_form(f"{SECTOR}namn/", "/akademin/sektorer/{sector}/namn/", ACADEMY, {"name_sv": "Ny", "name_en": "New"}),
    *_form(f"{SECTOR}stang/", "/akademin/sektorer/{sector}/stang/", ACADEMY, _DAY),
    *_form(f"{SECTOR}oppna/", "/akademin/sektorer/{sector}/oppna/", ACADEMY, {}),
    Row(f"{SECTOR}namn/", "/akademin/sektorer/{other_sector}/namn/", NOBODY, "POST", {"name_sv": "X", "name_en": "X"}),
]
