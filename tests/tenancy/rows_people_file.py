"""Rows of files of people. {people_file} was sent by HR of Eksjö: who enters people in all of Eksjö sees it."""

from tests.tenancy.table import Row

ADDRESS = "organisation/personer/fil/"
WHO_ENTERS_PEOPLE = "sign-in 404 404 200 200 404 200 404"
OF_EKSJO = "sign-in 404 404 200 200 404 404 404"
NOBODY = "sign-in 404 404 404 404 404 404 404"
MOVED = OF_EKSJO.replace("200", "302")
ONE = f"{ADDRESS}<uuid:public_id>/"

ROWS = [
    Row(ADDRESS, f"/{ADDRESS}", WHO_ENTERS_PEOPLE),
    Row(ADDRESS, f"/{ADDRESS}", WHO_ENTERS_PEOPLE.replace("200", "422"), "POST"),
    Row(f"{ADDRESS}mall/", f"/{ADDRESS}mall/", WHO_ENTERS_PEOPLE),
    Row(ONE, f"/{ADDRESS}{{people_file}}/", OF_EKSJO),
    Row(ONE, f"/{ADDRESS}{{nothing}}/", NOBODY),
    Row(f"{ONE}fel/", f"/{ADDRESS}{{people_file}}/fel/", OF_EKSJO),
    Row(f"{ONE}for-in/", f"/{ADDRESS}{{people_file}}/for-in/", MOVED),
    Row(f"{ONE}for-in/", f"/{ADDRESS}{{people_file}}/for-in/", MOVED, "POST"),
    Row(f"{ONE}kasta/", f"/{ADDRESS}{{people_file}}/kasta/", MOVED, "POST"),
    Row(f"{ONE}ta-tillbaka/", f"/{ADDRESS}{{people_file}}/ta-tillbaka/", MOVED),
    Row(f"{ONE}ta-tillbaka/", f"/{ADDRESS}{{people_file}}/ta-tillbaka/", MOVED, "POST"),
]
