"""Rows of the kernel's and the third parties' addresses; allauth and Wagtail's admin are prefixes."""

from tests.tenancy.table import Row

#                         anonymous learner leader hr editor neighbour elsewhere stranger
SIGNED_OUT_ALONE = "200 302 302 302 302 302 302 302"
SIGNED_IN_ALONE = "sign-in 200 200 200 200 200 200 200"
EDITORS_ALONE = "sign-in 403 403 403 200 403 403 403"
NOBODY = "sign-in 403 403 403 302 403 403 403"
OPERATORS_ALONE = "sign-in 404 404 404 404 404 404 404"

ROWS = [
    Row("sprak/", "/sprak/", "302"),
    Row("sprak/", "/sprak/", "302", "POST", {"language": "en", "next": "/hjalp/"}),
    Row("service-worker.js", "/service-worker.js", "200"),
    Row("utan-anslutning/", "/utan-anslutning/", "200"),
    Row("komponenter/scheman.css", "/komponenter/scheman.css", "200"),
    Row("komponenter/", "/komponenter/", "sign-in 404 404 404 200 404 404 404"),
    Row("^media/(?P<path>.+)$", "/media/images/none.png", "sign-in 404 404 404 404 404 404 404"),
    Row("health/live/", "/health/live/", "200"),
    Row("health/ready/", "/health/ready/", "200"),
    # For operators, and none of the roles is one.
    Row("drift/", "/drift/", OPERATORS_ALONE),
    Row("drift/leveranser/igen/", "/drift/leveranser/igen/", OPERATORS_ALONE, "POST", {"id": "all"}),
    Row("drift/leveranser/<uuid:delivery>/kasta/", "/drift/leveranser/{nothing}/kasta/", OPERATORS_ALONE),
    Row("drift/leveranser/<uuid:delivery>/kasta/", "/drift/leveranser/{nothing}/kasta/", OPERATORS_ALONE, "POST"),
    # allauth: one form for those outside, one for those inside.
    Row("konto/", "/konto/login/", SIGNED_OUT_ALONE),
    Row("konto/", "/en/konto/login/", SIGNED_OUT_ALONE),
    Row(
        "konto/",
        "/konto/login/",
        "200 302 302 302 302 302 302 302",
        "POST",
        {"login": "{other_email}", "password": "x"},
    ),
    Row("konto/", "/konto/login/code/", SIGNED_OUT_ALONE),
    Row("konto/", "/konto/login/code/", "sign-in 302 302 302 302 302 302 302", "POST", {"email": "{other_email}"}),
    Row("konto/", "/konto/password/reset/", "200"),
    Row("konto/", "/konto/password/reset/", "302", "POST", {"email": "{other_email}"}),
    Row("konto/", "/konto/password/change/", SIGNED_IN_ALONE),
    Row("konto/", "/konto/logout/", "sign-in 200 200 200 200 200 200 200"),
    Row("konto/", "/konto/signup/", SIGNED_OUT_ALONE),
    Row("konto/", "/konto/email/", "404"),
    Row("konto/", "/konto/tva-steg/", SIGNED_IN_ALONE),
    Row("konto/", "/konto/tva-steg/webauthn/", SIGNED_IN_ALONE),
    Row("konto/", "/konto/tva-steg/webauthn/login/", "sign-in 302 302 302 302 302 302 302"),
    Row("konto/", "/konto/tva-steg/authenticate/", "sign-in 302 302 302 302 302 302 302"),
    Row("konto/", "/konto/tva-steg/recovery-codes/", "sign-in 404 404 404 404 404 404 404"),
    # Wagtail's admin: editors of the federation alone, and none of them into users, groups and settings.
    Row("admin/login/", "/admin/login/", "sign-in"),
    Row("admin/", "/admin/", EDITORS_ALONE),
    Row("admin/", "/admin/pages/", EDITORS_ALONE),
    Row("admin/", "/admin/images/", EDITORS_ALONE),
    Row("admin/", "/admin/account/", EDITORS_ALONE),
    Row("admin/", "/admin/publicera/{page}/", EDITORS_ALONE),
    Row("admin/", "/admin/oversattning/{page}/en/", EDITORS_ALONE),
    Row("admin/", "/admin/reports/workflow/", EDITORS_ALONE),
    Row("admin/", "/admin/users/", NOBODY),
    Row("admin/", "/admin/groups/", NOBODY),
    Row("admin/", "/admin/sites/", NOBODY),
    Row("admin/", "/admin/reports/site-history/", EDITORS_ALONE),
    Row("admin/", "/admin/password_reset/", "404 403 403 403 404 403 403 403"),
]
