"""Each rule of the house fails on the bad sample and passes on the good one."""

import pytest
from house_rules import (
    MANAGER_FILES,
    credential_manager_stays_in_authentication,
    findings_in,
    managers_stay_in_queries_and_actions,
    matches,
    no_machine_paths,
    nothing_unfinished,
    now_is_passed_in,
    one_sanitiser,
    sql_starts_from_scoped_table,
    user_manager_stays_in_authentication,
)

READ = "rows = Enrolment.objects.all()\n"
LOOK_AT_CLOCK = "from django.utils import timezone\nnow = timezone.now()\n"
UNFINISHED = "TO" + "DO"
MACHINE_FOLDER = "/ho" + "me/anna/academy"


@pytest.mark.parametrize("path", ["learners/views/start.py", "analytics/dashboards/pages.py", "courses/api.py"])
@pytest.mark.parametrize("manager", ["objects", "_base_manager", "_default_manager"])
def test_a_manager_outside_queries_and_actions_is_named_with_its_line(path: str, manager: str) -> None:
    source = f"import x\nrows = x.Enrolment.{manager}.all()\n"
    [(line, message)] = managers_stay_in_queries_and_actions(path, source)
    assert line == 2
    assert f".{manager} here" in message
    assert "queries or actions" in message


@pytest.mark.parametrize(
    "path",
    [
        "learners/queries/enrolments.py",
        "courses/queries.py",
        "learners/actions/enrol.py",
        "learners/models/enrolments.py",
        "learners/migrations/0002_more.py",
        "tests/learners/test_enrol.py",
        "academy/deliveries.py",
        "academy/demo/people.py",
        "analytics/lrs/store.py",
    ],
)
def test_a_manager_in_its_place_passes(path: str) -> None:
    assert list(managers_stay_in_queries_and_actions(path, READ)) == []


@pytest.mark.parametrize("path", ["academy/management/commands/demo.py", "academy/templatetags/look.py"])
def test_the_kernels_exception_ends_at_its_own_folder(path: str) -> None:
    [(line, _)] = managers_stay_in_queries_and_actions(path, READ)
    assert line == 1


def test_the_demo_loader_is_declared_with_a_reason_of_its_own() -> None:
    assert [pattern for pattern in MANAGER_FILES if matches("academy/demo/people.py", pattern)] == ["academy/demo/"]
    assert MANAGER_FILES["academy/demo/"]


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("academy/jobs.py", "academy/*.py", True),
        ("academy/demo/load.py", "academy/*.py", False),
        ("academy/demo/load.py", "academy/demo/", True),
        ("academy/demo/deep/load.py", "academy/demo/", True),
        ("academy/demonstrate.py", "academy/demo/", False),
        ("academy/demo", "academy/demo/", False),
        ("courses/migrations/0001.py", "*/migrations/", True),
        ("other/courses/migrations/0001.py", "*/migrations/", False),
    ],
)
def test_a_star_stays_inside_its_part_of_the_path(path: str, pattern: str, fits: bool) -> None:
    assert matches(path, pattern) is fits


@pytest.mark.parametrize("path", ["analytics/lrs/mount.py", "analytics/queries/keys.py", "analytics/models/other.py"])
def test_the_credential_manager_has_one_home(path: str) -> None:
    source = "key = 'x'\nfound = Credential.for_authentication.filter(key=key)\n"
    [(line, message)] = credential_manager_stays_in_authentication(path, source)
    assert line == 2
    assert "analytics.lrs.auth" in message
    assert list(credential_manager_stays_in_authentication("analytics/lrs/auth.py", source)) == []
    assert len(list(findings_in(path, source))) == 1


def test_a_model_may_define_the_credential_manager() -> None:
    definition = "class Credential:\n    for_authentication = models.Manager()\n"
    assert list(credential_manager_stays_in_authentication("analytics/models/credentials.py", definition)) == []


def test_a_shortcut_on_a_model_counts_as_its_manager_and_on_a_query_does_not() -> None:
    path = "learners/views/start.py"
    [(line, _)] = managers_stay_in_queries_and_actions(path, "e = get_object_or_404(Enrolment, pk=1)\n")
    assert line == 1
    assert list(managers_stay_in_queries_and_actions(path, "e = get_object_or_404(own_enrolments(), pk=1)\n")) == []


@pytest.mark.parametrize("model", ["User", "models.User", "get_user_model()", "auth.get_user_model()"])
def test_the_user_manager_is_refused_even_in_queries(model: str) -> None:
    source = f"people = {model}.objects.all()\n"
    [(line, message)] = user_manager_stays_in_authentication("learners/queries/people.py", source)
    assert line == 1
    assert "learners.queries" in message
    assert list(user_manager_stays_in_authentication("learners/signing_in.py", source)) == []


def test_the_user_manager_is_reported_once_not_twice() -> None:
    assert len(list(findings_in("learners/views/team.py", "people = User.objects.all()\n"))) == 1


@pytest.mark.parametrize("line", ["import nh3", "from bleach.sanitizer import Cleaner", "import bleach.linkifier"])
def test_a_second_sanitiser_is_refused(line: str) -> None:
    [(number, message)] = one_sanitiser("courses/blocks/text.py", f'"""Text."""\n{line}\n')
    assert number == 2
    assert "academy.html.clean_html" in message
    assert list(one_sanitiser("academy/html.py", f"{line}\n")) == []


@pytest.mark.parametrize(
    "call",
    [
        "timezone.now()",
        "timezone.now(UTC)",
        "datetime.now()",
        "datetime.now(UTC)",
        "dt.datetime.now(tz=UTC)",
        "dt.datetime.utcnow()",
        "date.today()",
        "timezone.localdate()",
        "timezone.localtime(timezone=SWEDEN)",
        "time.time()",
    ],
)
@pytest.mark.parametrize("path", ["learners/queries/due.py", "learners/actions/enrol.py", "learners/models/hours.py"])
def test_a_look_at_the_clock_is_refused_where_now_is_passed_in(path: str, call: str) -> None:
    [(line, message)] = now_is_passed_in(path, f"import x\nlimit = {call}\n")
    assert line == 2
    assert "take `now`" in message


def test_the_clock_may_be_read_by_views_and_named_as_a_default() -> None:
    assert list(now_is_passed_in("learners/views/start.py", LOOK_AT_CLOCK)) == []
    default = "created_at = models.DateTimeField(default=timezone.now)\n"
    assert list(now_is_passed_in("learners/models/enrolments.py", default)) == []


@pytest.mark.parametrize(
    "call", ["timezone.localdate(now)", "timezone.localtime(now, SWEDEN)", "timezone.localtime(value=now)"]
)
def test_a_moment_that_was_passed_in_may_be_converted(call: str) -> None:
    assert list(now_is_passed_in("learners/queries/due.py", f"day = {call}\n")) == []


@pytest.mark.parametrize("path", ["courses/gates.py", "docs/architecture.md", "templates/start.html", "Makefile"])
def test_unfinished_words_are_refused_in_every_kind_of_text(path: str) -> None:
    [(line, message)] = nothing_unfinished(path, f"one\ntwo {UNFINISHED}: three\n")
    assert line == 2
    assert message.startswith(UNFINISHED)


def test_unfinished_words_are_whole_words() -> None:
    assert list(nothing_unfinished("courses/gates.py", f"{UNFINISHED}S = 1\nmastodon = 2\n")) == []
    assert list(nothing_unfinished("requirements.lock", f"# {UNFINISHED}\n")) == []


@pytest.mark.parametrize("text", [f"cd {MACHINE_FOLDER}", f'ROOT = "{MACHINE_FOLDER}"', f"({MACHINE_FOLDER})"])
def test_a_path_of_one_machine_is_refused(text: str) -> None:
    [(line, message)] = no_machine_paths("docs/operations.md", f"{text}\n")
    assert line == 1
    assert "one machine" in message


@pytest.mark.parametrize("text", ["https://example.org/ho" + "me/start", "courses/wo" + "rk/shop.py", "{{ root }}/x"])
def test_addresses_and_relative_paths_pass(text: str) -> None:
    assert list(no_machine_paths("docs/operations.md", f"{text}\n")) == []


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("with connection.cursor() as cursor:\n    cursor.execute(query)\n", "cursor()"),
        ("rows = Statement.objects.raw(query)\n", "raw()"),
        ("rows = rows.annotate(n=RawSQL(query, []))\n", "RawSQL()"),
        ("import ibis\n", "Ibis here"),
        ("from ibis.expr.types import Table\n", "Ibis here"),
    ],
)
def test_sql_outside_its_files_is_named(source: str, named: str) -> None:
    [(line, message)] = sql_starts_from_scoped_table("analytics/release/queries.py", source)
    assert line == 1
    assert named in message
    assert "scoped_table" in message


@pytest.mark.parametrize("way", ["table", "connect", "memtable", "sqlite", "postgres"])
def test_ibis_tables_and_connections_are_named_even_where_ibis_may_be_used(way: str) -> None:
    source = f"import ibis\nrows = ibis.{way}(found)\n"
    [(line, message)] = sql_starts_from_scoped_table("analytics/rollup/expressions.py", source)
    assert line == 2
    assert f"ibis.{way}" in message


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("analytics/rollup/tables.py", "import ibis\ntable = ibis.table(columns, name=name)\n"),
        ("analytics/rollup/sql.py", "import ibis\ncursor = connection.cursor()\n"),
        ("analytics/lrs/locks.py", "cursor = connection.cursor()\n"),
        ("analytics/release/queries.py", "from analytics.rollup.tables import scoped_table\n"),
        ("tests/analytics/rollup/test_cost.py", "import ibis\ncursor = connection.cursor()\n"),
    ],
)
def test_sql_and_ibis_in_their_places_pass(path: str, source: str) -> None:
    assert list(sql_starts_from_scoped_table(path, source)) == []
