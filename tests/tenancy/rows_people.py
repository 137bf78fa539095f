"""Rows of people, memberships and roles of Eksjö: its HR and academy admin enter them, a leader of care reads care's."""

from tests.tenancy.table import Row

PEOPLE = "organisation/personer/"
PERSON = f"{PEOPLE}<int:person_id>/"
MEMBERSHIP = "organisation/uppdrag/<int:membership_id>/"
ROLE = "organisation/roller/<int:assignment_id>/ta-tillbaka/"
SEERS = "sign-in 404 200 200 200 200 200 404"
SEERS_OF_CARE = "sign-in 404 200 200 200 404 404 404"
WHO_ENTERS_PEOPLE = "sign-in 404 404 200 200 404 200 404"
OF_EKSJO = "sign-in 404 404 200 200 404 404 404"
MOVED = OF_EKSJO.replace("200", "302")
NOBODY = "sign-in 404 404 404 404 404 404 404"

_DAYS = {"unit": "{care}", "position": "", "sector": "", "leader_group": "", "valid_from": "2026-03-01"}
_NAME = {"first_name": "Ny", "last_name": "Person", "email": "{other_email}"}

ROWS = [
    Row(PEOPLE, f"/{PEOPLE}", SEERS),
    Row(PEOPLE, f"/en/{PEOPLE}?q=a&tillstand=ended&ordning=-unit&page=2", SEERS),
    Row(PEOPLE, f"/{PEOPLE}?q={{other_canary}}&enhet={{other_care}}", SEERS),
    Row(f"{PEOPLE}ny/", f"/{PEOPLE}ny/", WHO_ENTERS_PEOPLE),
    # A unit of another organisation is none, and an address of another is answered as any other.
    Row(f"{PEOPLE}ny/", f"/{PEOPLE}ny/", WHO_ENTERS_PEOPLE, "POST", _NAME | _DAYS | {"unit": "{other_care}"}),
    Row(
        f"{PEOPLE}ny/",
        f"/{PEOPLE}ny/",
        "sign-in 404 404 302 302 404 200 404",
        "POST",
        _NAME | _DAYS | {"language": "sv"},
    ),
    Row(PERSON, f"/{PEOPLE}{{leader}}/", SEERS_OF_CARE),
    Row(PERSON, f"/{PEOPLE}0/", NOBODY),
    Row(f"{PERSON}uppgifter/", f"/{PEOPLE}{{leader}}/uppgifter/", OF_EKSJO),
    Row(f"{PERSON}uppgifter/", f"/{PEOPLE}{{leader}}/uppgifter/", OF_EKSJO, "POST", _NAME),
    Row(f"{PERSON}inbjudan/", f"/{PEOPLE}{{leader}}/inbjudan/", NOBODY, "POST"),
    Row(f"{PERSON}uppdrag/", f"/{PEOPLE}{{leader}}/uppdrag/?efter={{membership}}", OF_EKSJO),
    Row(f"{PERSON}uppdrag/", f"/{PEOPLE}{{leader}}/uppdrag/", MOVED, "POST", _DAYS),
    Row(f"{MEMBERSHIP}avsluta/", "/organisation/uppdrag/{membership}/avsluta/", OF_EKSJO),
    Row(
        f"{MEMBERSHIP}avsluta/",
        "/organisation/uppdrag/{membership}/avsluta/",
        MOVED,
        "POST",
        {"last_day": "2026-06-01"},
    ),
    Row(f"{MEMBERSHIP}ratta/", "/organisation/uppdrag/{membership}/ratta/", OF_EKSJO),
    Row(f"{MEMBERSHIP}ratta/", "/organisation/uppdrag/{membership}/ratta/", OF_EKSJO, "POST", _DAYS | {"reason": "R"}),
    Row(f"{MEMBERSHIP}ta-bort/", "/organisation/uppdrag/{membership}/ta-bort/", OF_EKSJO),
    # Something was done through it, so that it stays.
    Row(f"{MEMBERSHIP}ta-bort/", "/organisation/uppdrag/{membership}/ta-bort/", OF_EKSJO, "POST", {"reason": "R"}),
    Row(f"{MEMBERSHIP}roller/", "/organisation/uppdrag/{membership}/roller/", OF_EKSJO),
    Row(
        f"{MEMBERSHIP}roller/",
        "/organisation/uppdrag/{membership}/roller/",
        OF_EKSJO,
        "POST",
        {"role": "leader", "unit": "{other_care}"},
    ),
    Row(ROLE, "/organisation/roller/{leader_role}/ta-tillbaka/", OF_EKSJO),
    Row(ROLE, "/organisation/roller/{leader_role}/ta-tillbaka/", MOVED, "POST"),
]
