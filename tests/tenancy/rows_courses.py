"""Rows of the pages that Wagtail serves: content shared by all, for whoever is signed in."""

from tests.tenancy.table import Row

SIGNED_IN_ALONE = "sign-in 200 200 200 200 200 200 200"
WAGTAIL = r"^((?:[\w\-]+/)*)$"
ROOM = "_util/"

ROWS = [
    Row(WAGTAIL, "/katalog/", SIGNED_IN_ALONE),
    Row(WAGTAIL, "/katalog/?q={other_canary}", SIGNED_IN_ALONE),
    Row(WAGTAIL, "/katalog/fraga-forst/", SIGNED_IN_ALONE),
    Row(WAGTAIL, "/en/catalogue/", SIGNED_IN_ALONE),
    Row(WAGTAIL, "/katalog/?formaga=skapa-dialog&mal=digital-ledning", SIGNED_IN_ALONE),
    Row(WAGTAIL, "/finns-inte/", "404"),
    Row("formagor/", "/formagor/", SIGNED_IN_ALONE),
    Row("formagor/", "/en/formagor/", SIGNED_IN_ALONE),
    Row("formagor/<slug:key>/", "/formagor/skapa-dialog/", SIGNED_IN_ALONE),
    Row("formagor/<slug:key>/", "/formagor/finns-inte/", "sign-in 404 404 404 404 404 404 404"),
    # Wagtail's own sign-in would go around allauth.
    Row("_util/login/", "/_util/login/", "sign-in"),
    Row(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        "/_util/authenticate_with_password/1/1/",
        "404",
    ),
]
