"""The real test of tenancy: every address asked by every role, and no foreign tenant's canary word in any answer.

Every name, e-mail address, unit and organisation of the cast carries its tenant's canary word, so a word of another
tenant in an answer is a leak, whatever page, file or mail it stands in.

One sentence is public and says names of other organisations: "Eksjö and Nässjö learn together", on the sign-in page
and in every footer. It holds the municipalities of the reader's own federation, of the first federation for whoever
has none. The test works out that sentence by itself, takes exactly it away, and looks at all that is left.
"""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from academy import deliveries
from learners.navigation import _line
from learners.queries.organisations import municipality_names
from tests.conftest import Cast
from tests.tenancy import (
    rows_academy,
    rows_analytics,
    rows_courses,
    rows_learners,
    rows_organisation,
    rows_people,
    rows_people_file,
)
from tests.tenancy.conftest import World
from tests.tenancy.table import ROLES, Row, body_of, status_of

ROWS: list[Row] = [
    *rows_academy.ROWS,
    *rows_courses.ROWS,
    *rows_learners.ROWS,
    *rows_organisation.ROWS,
    *rows_people.ROWS,
    *rows_people_file.ROWS,
    *rows_analytics.ROWS,
]
PREFIXES = ("konto/", "admin/")
OUTSIDE_THE_URL_CONF = {"xapi/"}
CANARY_OF = {"learner": "eksjo", "leader": "eksjo", "hr": "eksjo", "editor": "eksjo", "neighbour": "nassjo"}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Give every pattern of the project, third parties' cut down to their prefix."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path if path == "admin/login/" else next((p for p in PREFIXES if path.startswith(p)), path)
        else:
            yield from patterns(entry, path)


def test_every_address_is_in_the_table_and_every_row_has_an_address() -> None:
    with override("sv"):
        existing = set(patterns(get_resolver()))
    listed = {row.pattern for row in ROWS} - OUTSIDE_THE_URL_CONF
    assert existing - listed == set(), "give these addresses rows in tests/tenancy/rows_<room>.py"
    assert listed - existing == set(), "these rows are of addresses that are no more"


def test_a_new_address_would_be_missed() -> None:
    class Added:
        pattern = ""
        url_patterns = (*get_resolver().url_patterns, URLPattern("ny/", lambda request: None))  # type: ignore[arg-type]

    assert "ny/" in set(patterns(Added()))  # type: ignore[arg-type]
    assert "ny/" not in {row.pattern for row in ROWS}


def public_lines(cast: Cast, role: str) -> list[str]:
    """Return the public sentence in both languages, as text and as HTML."""
    town = getattr(cast, {"elsewhere": "molndal"}.get(role, CANARY_OF.get(role, "")), None)
    lines = []
    for language in ("sv", "en"):
        with override(language):
            line = _line(municipality_names(town.organisation.federation_id if town else None))
            lines += [escape(line), line] if line else []
    return lines


def foreign_words(cast: Cast, role: str, body: str, public: list[str] | None = None) -> set[str]:
    """Return the canary words in a body that are not the role's own; `public` saves asking for the lines again."""
    for line in public_lines(cast, role) if public is None else public:
        body = body.replace(line, "")
    own = getattr(cast, {"elsewhere": "molndal"}.get(role, CANARY_OF.get(role, "")), None)
    words = {town.canary for town in cast.towns() if town is not own} | ({"Ingenstans"} - {role_word(role)})
    return {word for word in words if word.lower() in body.lower()}


def role_word(role: str) -> str:
    return "Ingenstans" if role == "stranger" else ""


def ask(client: Client, row: Row, parts: dict[str, str]) -> tuple[int | str, str]:
    """Ask and forget what it changed; return the status and all that was said."""
    with transaction.atomic():
        data = {name: value.format(**parts) for name, value in row.data.items()}
        send = client.post if row.method == "POST" else client.get
        response = send(row.path.format(**parts), data, headers=row.headers)
        said = body_of(response)
        transaction.set_rollback(True)
    return status_of(response), said


def _names(world: World, row: Row) -> list[str]:
    """Return the whole names of the federation's other organisations, where a page is made of them."""
    return [world.cast.nassjo.organisation.name, "Räddningstjänsten Bjornlav"] if row.names_organisations else []


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_table_says_and_leaks_nothing(world: World, role: str) -> None:
    wrong, door, public = [], world.browser(role), public_lines(world.cast, role)
    for row in ROWS:
        client = Client()
        client.cookies.load(door.cookies.output(header="", sep=";"))
        # What the question itself said may stand in the answer: a search word, an address typed into a form.
        echoed = [world.parts[name] for name in ("other_canary", "other_email") if f"{{{name}}}" in f"{row}{row.data}"]
        status, said = ask(client, row, world.parts)
        for value in [*echoed, *(_names(world, row) if role == "editor" else ())]:
            said = said.replace(value, "")
        leaked = foreign_words(world.cast, role, said, public)
        if status != row.answer_to(role) or leaked:
            wrong.append(f"{row}: {status}, not {row.answer_to(role)}; leaked: {sorted(leaked)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path", ["/nyckeltal/eksjo/", "/nyckeltal/eksjo/csv/", "/nyckeltal/eksjo/completions/hela/{month}/"]
)
def test_the_words_are_there_to_be_found(world: World, path: str) -> None:
    """Without this, empty pages would pass: read as HR of another federation, Eksjö's pages are full of leaks."""
    said = body_of(world.browser("hr").get(path.format(**world.parts)))
    assert foreign_words(world.cast, "hr", said) == set()
    assert foreign_words(world.cast, "elsewhere", said) >= {"Almgran"}


@pytest.mark.parametrize("town", ["eksjo", "nassjo", "molndal"])
def test_a_key_reads_its_own_tenant_alone(world: World, town: str) -> None:
    own, wrong = getattr(world.cast, town).canary, []
    for path, expected in rows_analytics.KEY_ROWS:
        response = Client().get(path.format(**world.parts), headers=world.key(town))
        status = int(expected.split()[["eksjo", "nassjo", "molndal"].index(town)])
        leaked = {t.canary for t in world.cast.towns() if t.canary != own and t.canary in body_of(response)}
        if response.status_code != status or leaked:
            wrong.append(f"{path}: {response.status_code}, not {status}; leaked: {sorted(leaked)}")
    assert wrong == []
    everything = body_of(Client().get("/xapi/statements", headers=world.key(town)))
    assert f"https://tool.example/{own}" in everything


@pytest.mark.parametrize("role", ["hr", "stranger"])
def test_no_address_of_the_admin_opens_to_others_than_editors(world: World, role: str) -> None:
    client, opened = world.browser(role), []
    for path in sorted(admin_paths(get_resolver())):
        with transaction.atomic():
            response = client.get(path)
            transaction.set_rollback(True)
        if response.status_code == 200 and path not in PUBLIC_IN_ADMIN:
            opened.append(path)
    assert opened == []


def test_the_admin_shows_an_editor_nobody_elses_names(world: World) -> None:
    client, wrong = world.browser("editor"), []
    for path in sorted(admin_paths(get_resolver())):
        with transaction.atomic():
            response = client.get(path)
            transaction.set_rollback(True)
        leaked = foreign_words(world.cast, "editor", body_of(response))
        if leaked or response.status_code >= 500:
            wrong.append(f"{path}: {response.status_code}; leaked: {sorted(leaked)}")
    assert wrong == []


# Words of Wagtail's scripts in the reader's language; it holds nobody's data.
PUBLIC_IN_ADMIN = {"/admin/jsi18n/", "/admin/sprite/"}


def admin_paths(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Give the admin's addresses that need no id, without the one that fails on purpose."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            yield from admin_paths(entry, path)
        elif path.startswith("admin/") and path != "admin/failwhale/" and not set(path) & set("<(\\^"):
            yield f"/{path}"


@pytest.mark.parametrize(
    "ask_for", [("/konto/login/code/", "email"), ("/konto/password/reset/", "email")], ids=["code", "reset"]
)
def test_mails_hold_their_receivers_words_alone(world: World, ask_for: tuple[str, str]) -> None:
    address, name = ask_for
    people = [town.hr for town in world.cast.towns()]
    for person in people:
        assert Client().post(address, {name: person.email}).status_code == 302
    deliveries.sweep(timezone.now())
    assert [message.to for message in mail.outbox] == [[person.email] for person in people]
    for message, town in zip(mail.outbox, world.cast.towns(), strict=True):
        text = f"{message.subject}\n{message.message().as_string()}"
        assert not {
            other.canary for other in world.cast.towns() if other is not town and other.canary.lower() in text.lower()
        }
