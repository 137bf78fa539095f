"""Rows of the analytics room: people's pages of figures, and what machines are answered with and without a key."""

from tests.tenancy.table import Row

#                anonymous learner leader hr editor neighbour elsewhere stranger
EKSJO_SEES = "sign-in 404 200 200 200 404 404 404"
EKSJO_WHOLE = "sign-in 404 404 200 200 404 404 404"
NASSJO_SEES = "sign-in 404 404 404 404 200 404 404"
MOLNDAL_SEES = "sign-in 404 404 404 404 404 200 404"
NOBODY_SEES = "sign-in 404 404 404 404 404 404 404"
FIGURE = "nyckeltal/<slug:slug>/<slug:kpi>/<slug:unit>/<slug:period>/"
TABLE = "nyckeltal/<slug:slug>/tabell/"
VERSION = {"X-Experience-API-Version": "2.0.0"}
FILE = "nyckeltal/<slug:slug>/csv/"
SHARING = "nyckeltal/<slug:slug>/delning/"

KEYS = "organisation/nycklar/"
MANAGES_KEYS = "sign-in 404 404 200 200 404 200 404"

# Activities and agents that the tools of all towns speak of, and documents that each keeps by the same name.
ABOUT = "activityId=https%3A%2F%2Ftool.example%2Fshared"
OF = "agent=%7B%22account%22%3A%7B%22homePage%22%3A%22https%3A%2F%2Ftool.example%22%2C%22name%22%3A%22shared%22%7D%7D"
DOCUMENTS = [
    f"/xapi/activities?{ABOUT}",
    f"/xapi/agents?{OF}",
    f"/xapi/activities/state?{ABOUT}&{OF}",
    f"/xapi/activities/state?{ABOUT}&{OF}&stateId=shared",
    f"/xapi/activities/profile?{ABOUT}",
    f"/xapi/activities/profile?{ABOUT}&profileId=shared",
    f"/xapi/agents/profile?{OF}",
    f"/xapi/agents/profile?{OF}&profileId=shared",
]

ROWS = [
    Row("nyckeltal/", "/nyckeltal/", "sign-in 404 302 302 302 302 302 404"),
    Row("nyckeltal/<slug:slug>/", "/nyckeltal/eksjo/", EKSJO_SEES),
    Row("nyckeltal/<slug:slug>/", "/en/nyckeltal/eksjo/", EKSJO_SEES),
    Row("nyckeltal/<slug:slug>/", "/nyckeltal/nassjo/", NASSJO_SEES),
    Row("nyckeltal/<slug:slug>/", "/nyckeltal/molndal/", MOLNDAL_SEES),
    Row("nyckeltal/<slug:slug>/", "/nyckeltal/finns-inte/", NOBODY_SEES),
    # Downloading is a permission of its own, which leaders do not have.
    Row(FILE, "/nyckeltal/eksjo/csv/", EKSJO_WHOLE),
    Row(FILE, "/nyckeltal/nassjo/csv/", NOBODY_SEES),
    Row(FILE, "/nyckeltal/molndal/csv/", MOLNDAL_SEES),
    Row(TABLE, "/nyckeltal/eksjo/tabell/", EKSJO_WHOLE),
    Row(TABLE, "/nyckeltal/nassjo/tabell/", NOBODY_SEES),
    Row(FIGURE, "/nyckeltal/eksjo/completions/hela/{month}/", EKSJO_WHOLE),
    Row(FIGURE, "/nyckeltal/eksjo/completions/{care}/{month}/", EKSJO_SEES),
    Row(FIGURE, "/nyckeltal/eksjo/completions/{other_care}/{month}/", NOBODY_SEES),
    Row(FIGURE, "/nyckeltal/nassjo/completions/{other_care}/{month}/", NASSJO_SEES),
    Row("nyckeltal/om/", "/nyckeltal/om/", "sign-in 200 200 200 200 200 200 200"),
    Row("nyckeltal/om/", "/en/nyckeltal/om/", "sign-in 200 200 200 200 200 200 200"),
    # Of the reader's own federation; with something published in tests/analytics/dashboards/test_region.py.
    Row("nyckeltal/region/", "/nyckeltal/region/", "sign-in 404 404 200 200 404 200 404"),
    Row("nyckeltal/region/csv/", "/nyckeltal/region/csv/", NOBODY_SEES),
    Row(SHARING, "/nyckeltal/eksjo/delning/", EKSJO_WHOLE),
    Row(SHARING, "/nyckeltal/nassjo/delning/", NOBODY_SEES),
    Row(SHARING, "/nyckeltal/nassjo/delning/", NOBODY_SEES, "POST", {"choice": "join", "valid_from": "2026-01-01"}),
    Row(
        SHARING,
        "/nyckeltal/eksjo/delning/",
        "sign-in 404 404 302 302 404 404 404",
        "POST",
        {"choice": "join", "valid_from": "2026-01-01"},
    ),
    Row(f"{SHARING}sluta/", "/nyckeltal/eksjo/delning/sluta/", EKSJO_WHOLE),
    Row(f"{SHARING}sluta/", "/nyckeltal/nassjo/delning/sluta/", NOBODY_SEES),
    Row(f"{SHARING}sluta/", "/nyckeltal/nassjo/delning/sluta/", NOBODY_SEES, "POST"),
    Row(f"{SHARING}sluta/", "/nyckeltal/eksjo/delning/sluta/", "sign-in 404 404 302 302 404 404 404", "POST"),
    # Keys: of the whole organisation, so neither leaders nor HR of a part.
    Row(KEYS, "/organisation/nycklar/", MANAGES_KEYS),
    Row(KEYS, "/en/organisation/nycklar/", MANAGES_KEYS),
    Row(f"{KEYS}ny/", "/organisation/nycklar/ny/", MANAGES_KEYS),
    Row(f"{KEYS}ny/", "/organisation/nycklar/ny/", MANAGES_KEYS, "POST", {"name": ""}),
    Row(f"{KEYS}anvand/", "/organisation/nycklar/anvand/", MANAGES_KEYS),
    Row(f"{KEYS}anvand/", "/en/organisation/nycklar/anvand/", MANAGES_KEYS),
    Row(f"{KEYS}<slug:key>/byt/", "/organisation/nycklar/kfinnsinte/byt/", NOBODY_SEES),
    Row(f"{KEYS}<slug:key>/byt/", "/organisation/nycklar/kfinnsinte/byt/", NOBODY_SEES, "POST"),
    Row(f"{KEYS}<slug:key>/avsluta/", "/organisation/nycklar/kfinnsinte/avsluta/", NOBODY_SEES),
    Row(f"{KEYS}<slug:key>/avsluta/", "/organisation/nycklar/kfinnsinte/avsluta/", NOBODY_SEES, "POST"),
    # What a learner's own browser says of its own attempt: to everyone else it is not there. No person reads the answer.
    Row("kurs/<uuid:public_id>/handelser/", "/kurs/{attempt}/handelser/", "401 405 404 404 404 404 404 404"),
    Row("kurs/<uuid:public_id>/handelser/", "/kurs/{attempt}/handelser/", "401 400 404 404 404 404 404 404", "POST"),
    Row("kurs/<uuid:public_id>/handelser/", "/kurs/{nothing}/handelser/", "401 404 404 404 404 404 404 404", "POST"),
    # A session is no key.
    Row("api/v1/openapi.json", "/api/v1/openapi.json", "200"),
    Row("api/v1/kpis", "/api/v1/kpis", "401"),
    Row("api/v1/figures", "/api/v1/figures", "401"),
    Row("api/v1/data", "/api/v1/data", "401"),
    Row("api/v1/revisions", "/api/v1/revisions", "401"),
    Row("api/v1/shared", "/api/v1/shared", "401"),
    Row("api/v1/", "/api/v1/", "404"),
    # The record store stands before the URL conf, in a middleware: its rows are named by their prefix.
    Row("xapi/", "/xapi/about", "200"),
    Row("xapi/", "/xapi/statements", "401", headers=VERSION),
    Row("xapi/", "/xapi/statements?statementId={statement}", "401", headers=VERSION),
    *(Row("xapi/", path, "401", headers=VERSION) for path in DOCUMENTS),
    Row("xapi/", "/xapi/finns-inte", "404"),
]

# What a machine is answered with a key of Eksjö, of Nässjö and of Mölndal; all keys may read figures and statements.
#            eksjo nassjo molndal
KEY_ROWS = [
    ("/api/v1/kpis", "200 200 200"),
    ("/api/v1/figures", "200 200 200"),
    ("/api/v1/figures?unit=all", "200 200 200"),
    ("/api/v1/figures?unit={care}", "200 422 422"),
    ("/api/v1/figures?unit={other_care}", "422 200 422"),
    ("/api/v1/data", "200 200 200"),
    ("/api/v1/data?municipality=0686", "200 422 422"),
    ("/api/v1/revisions", "200 200 200"),
    ("/api/v1/shared", "200 200 200"),
    ("/xapi/statements", "200 200 200"),
    ("/xapi/statements?statementId={statement}", "200 404 404"),
    ("/xapi/statements?statementId={statement}&attachments=true", "200 404 404"),
    ("/xapi/statements?statementId={nothing}", "404 404 404"),
    ("/xapi/statements?attachments=true&format=ids", "200 200 200"),
    ("/xapi/statements?format=canonical", "200 200 200"),
    ("/xapi/statements?registration={finished}", "200 200 200"),
    *((path, "200 200 200") for path in DOCUMENTS),
    (f"/xapi/activities/profile?{ABOUT}&profileId={{other_canary}}", "404 404 200"),
]
