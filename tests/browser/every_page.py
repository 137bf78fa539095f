"""Every kind of page that the academy has, and how a browser gets to one of each: by the links, as a visitor does.

The kinds are the addresses of the table of tenancy (tests/tenancy), which fails for an address without a row. So a new page
is either found by a link, or somebody says here why it is not.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import override

from tests.browser.people import AMINA, EVA, GORAN, JONAS, MAJA, ULLA, YLVA
from tests.browser.windows import Window
from tests.tenancy.test_canary import ROWS

# Has finished courses and is in the middle of one.
SARA = "sara@nassjo.example"
WAGTAIL = r"^((?:[\w\-]+/)*)$"
# Who goes through the academy, and where they begin; links do the rest.
VISITORS = {
    "": ("/konto/login/", "/hjalp/", "/komponenter/", "/utan-anslutning/", "/nyckeltal/om/"),
    YLVA: ("/", "/akademin/meddelanden/", "/akademin/organisationer/", "/akademin/sektorer/"),
    EVA: ("/", "/organisation/personer/fil/", "/organisation/nycklar/", "/dina-uppgifter/meddelanden/"),
    JONAS: ("/",),
    AMINA: ("/", "/nyckeltal/savsjo/", "/nyckeltal/savsjo/delning/sluta/"),
    ULLA: ("/",),
    MAJA: ("/",),
    GORAN: ("/",),
    SARA: ("/", "/katalog/leda-forandring/"),
}
NO_PAGE = {
    "admin/": "Wagtail's own pages",
    "akademin/meddelanden/<slug:key>/<slug:language>/": "a mail",
    "api/v1/openapi.json": "JSON",
    "health/live/": "JSON",
    "health/ready/": "JSON",
    "komponenter/scheman.css": "a style sheet",
    "nyckeltal/<slug:slug>/csv/": "a file",
    "nyckeltal/<slug:slug>/tabell/": "a file",
    "organisation/personer/fil/mall/": "a file",
    "organisation/personer/fil/<uuid:public_id>/fel/": "a file",
    "service-worker.js": "a script",
    "xapi/": "JSON",
}
# Forms that are there in a state alone which the demo has not; the same template shows one that is looked at.
LIKE_ANOTHER = {
    "akademin/organisationer/<int:organisation_id>/agare/<int:owner_id>/": "like ny/: all have somebody in charge",
    "akademin/organisationer/<int:organisation_id>/agare/ny/": "the fields of organisationer/ny/",
    "organisation/personer/<int:person_id>/tva-steg/": "like stang/: nobody has a second step in the demo",
    "nyckeltal/<slug:slug>/delning/sluta/": "like stang/: a form leads to it, and no link",
    "akademin/organisationer/<int:organisation_id>/oppna/": "like stang/: nothing is closed in the demo",
    "akademin/sektorer/<int:sector_id>/oppna/": "like stang/: nothing is closed in the demo",
    "organisation/arbetslag/<int:team_id>/medlemmar/<int:place_id>/kvar/": "like its neighbour: nobody is to leave a team",
    "organisation/arbetslag/<int:team_id>/oppna/": "like stang/: nothing is closed in the demo",
    "organisation/enheter/<int:unit_id>/oppna/": "like stang/: nothing is closed in the demo",
    "organisation/personer/fil/<uuid:public_id>/": "no file has been sent; see tests/learners/people_file",
}
LINKS = "() => [...document.querySelectorAll('a[href]')].filter(a => !a.hasAttribute('download')).map(a => a.href)"
NEVER = ("/admin/", "/static/", "/media/", "/konto/logout/", "/demo/", "/en/")


def page_types() -> set[str]:
    """Return the addresses at which somebody is answered with a page."""
    answered = {row.pattern for row in ROWS if row.method == "GET" and "200" in row.expected.split()}
    return answered - set(NO_PAGE) - set(LIKE_ANOTHER)


def type_of(path: str) -> str | None:
    """Return the kind of page at a path: its address in the table, for Wagtail's with its depth; None where nothing is."""
    if not path:
        return None
    try:
        with override("sv"):
            route = resolve(urlsplit(path).path).route
    except Resolver404:
        return None
    if route == WAGTAIL:
        return f"{route} {urlsplit(path).path.count('/')}"
    return None if route in NO_PAGE else route


def tour(window: Window, starts: tuple[str, ...], known: set[str]) -> Iterator[str]:
    """Give a path of each kind of page that links lead this visitor to and that was not known before; it is opened."""
    waiting, been = list(starts), set[str]()
    while waiting:
        path = _page_at(window, waiting.pop(0))
        kind = type_of(path)
        if kind is None or kind in been:
            continue
        been.add(kind)
        window.page.goto(window.address + path)
        links = window.page.evaluate(LINKS)
        if kind not in known:
            known.add(kind)
            yield path
        ours = [link.removeprefix(window.address) for link in links if link.startswith(window.address)]
        waiting += [link.partition("#")[0] for link in ours if not link.startswith(NEVER) and type_of(link) not in been]


def _page_at(window: Window, path: str) -> str:
    """Return where a path leads to, or nothing unless a page is there. A browser would not open a file, but save it."""
    answer = window.context.request.get(window.address + path)
    is_page = answer.ok and answer.headers.get("content-type", "").startswith("text/html")
    return answer.url.removeprefix(window.address) if is_page else ""


def missed(known: set[str]) -> set[str]:
    """Return the kinds of pages that nobody has come to."""
    seen = {kind.partition(" ")[0] if kind.startswith(WAGTAIL) else kind for kind in known}
    return {kind for kind in page_types() - seen if kind != "konto/"}
