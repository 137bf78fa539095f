"""Loading frameworks: the same files twice change nothing, and what a version leaves out stays for history."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from courses.competences.actions import Loaded, load
from courses.competences.keeping import ensure_frameworks
from courses.competences.reading import BrokenFramework, frameworks
from courses.models import Area, Capability, Framework, Goal, Group, Level
from tests.courses.competences.samples import HEAD, write

pytestmark = pytest.mark.django_db
EVERYTHING = (Framework, Area, Group, Capability, Goal, Level)


def everything() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in EVERYTHING]


def load_small(folder: Path, *keys: str, version: int = 1, head: str = HEAD) -> Loaded:
    (loaded,) = load(frameworks=frameworks(write(folder, *keys, version=version, head=head)))
    return loaded


def state() -> dict[str, tuple[int, int | None]]:
    rows = Capability.objects.filter(framework__key="small")
    return {row.key: (row.since, row.retired_in) for row in rows}


def test_an_installation_has_the_frameworks_after_migrating() -> None:
    assert [model.objects.count() for model in EVERYTHING] == [2, 3, 13, 55, 5, 5]
    capability = Capability.objects.select_related("group__area__framework").get(key="avveckla")
    assert (capability.group.key, capability.group.area.key, capability.lines) == (
        "forvalta",
        "att-skapa-varde",
        "2594",
    )
    assert sorted(goal.key for goal in capability.goals.all()) == ["digital-infrastruktur", "digital-trygghet"]
    assert (str(capability), capability.text[:9]) == ("Avveckla", "Det gamla")
    with override("en"):
        assert (str(capability), capability.text[:7]) == ("Phase out", "The old")


def test_loading_again_changes_nothing_and_asks_once() -> None:
    before = everything()
    with CaptureQueriesContext(connection) as asked:
        ensure_frameworks()
    assert everything() == before
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 1


def test_a_new_version_keeps_ids_and_retires_what_it_leaves_out(tmp_path: Path) -> None:
    assert load_small(tmp_path, "plan", "act") == Loaded("small", 1, changed=True)
    ids = dict(Capability.objects.values_list("key", "pk"))
    assert load_small(tmp_path, "act", "learn", version=2) == Loaded("small", 2, changed=True, retired=("plan",))
    assert state() == {"plan": (1, 2), "act": (1, None), "learn": (2, None)}
    assert {key: pk for key, pk in Capability.objects.values_list("key", "pk") if key != "learn"} == ids
    assert load_small(tmp_path, "plan", "act", "learn", version=3) == Loaded("small", 3, changed=True)
    assert state() == {"plan": (1, None), "act": (1, None), "learn": (2, None)}


def test_wording_may_be_mended_within_a_version(tmp_path: Path) -> None:
    load_small(tmp_path, "plan")
    mended = HEAD.replace("Inget alls.", "Alls inget.").replace("Det blir bättre.", "Allt blir bättre.")
    assert load_small(tmp_path, "plan", head=mended) == Loaded("small", 1, changed=True)
    assert Level.objects.get(framework__key="small").text_sv == "Alls inget."
    assert Goal.objects.get(key="better").text_sv == "Allt blir bättre."


@pytest.mark.parametrize(
    ("keys", "version", "sentence"),
    [
        (("plan",), 2, "small: act came, went or moved. Raise version above 2."),
        (("plan", "act", "learn"), 2, "small: learn came, went or moved. Raise version above 2."),
        (("plan", "act"), 1, "small: the files say version 1, and version 2 is in the database already."),
    ],
)
def test_entries_change_with_a_new_version_alone(
    tmp_path: Path, keys: tuple[str, ...], version: int, sentence: str
) -> None:
    load_small(tmp_path, "plan", "act", version=2)
    before = everything()
    with pytest.raises(BrokenFramework) as refused:
        load_small(tmp_path, *keys, version=version)
    assert str(refused.value) == sentence
    assert everything() == before


def test_the_command_checks_lists_and_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "plan", "act")
    call_command("competences", "check", folder=tmp_path)
    counted = "small version 1: 1 areas, 1 groups, 2 capabilities, 1 levels, 1 goals\n"
    assert capsys.readouterr().out == counted
    call_command("competences", "keys", folder=tmp_path)
    assert capsys.readouterr().out == f"{counted}  plan  plan på svenska\n  act  act på svenska\n  better  Bättre\n"
    assert not Framework.objects.filter(key="small").exists()
    call_command("competences", "load", folder=tmp_path)
    call_command("competences", "load", folder=tmp_path)
    assert capsys.readouterr().out == "small version 1: loaded\nsmall version 1: already there\n"
    write(tmp_path, "act", version=2)
    call_command("competences", "load", folder=tmp_path)
    assert capsys.readouterr().out == "small version 2: loaded, retired plan\n"


def test_a_broken_file_stops_the_command_with_its_sentence_and_loads_nothing(tmp_path: Path) -> None:
    before = everything()
    write(tmp_path, "plan", head=HEAD.replace("{version}", "0"))
    with pytest.raises(CommandError, match=r"small/framework\.toml, small: version must be a whole number from 1"):
        call_command("competences", "load", folder=tmp_path)
    assert everything() == before
