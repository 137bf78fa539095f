"""Upgrading: the new release answers before anybody sees it, and whatever fails, the former one runs again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.install import install
from deploy.layout import Layout
from deploy.machine import Machine, StepFailed
from deploy.upgrade import upgrade
from tests.deploy.conftest import HOST, Stage

FIRST, SECOND = datetime(2026, 11, 21, 8, 0, tzinfo=UTC), datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def former(stage: Stage, layout: Layout, source: Path) -> Path:
    """The release that runs, on a machine without changes to its tables."""
    install(stage, layout, source, HOST, FIRST)
    stage.done.clear()
    stage.answers["migrate --check"] = ""
    release = layout.in_use()
    assert release
    return release


def test_without_changes_to_tables_nothing_is_stopped(stage: Stage, layout: Layout, source: Path, former: Path) -> None:
    release = upgrade(stage, layout, source, SECOND)
    assert stage.runs == release.name == layout.current.resolve().name != former.name
    assert not any("systemctl stop" in each or " migrate" in each for each in stage.done)
    order = ["setup.py", "check --deploy", " backup ", "collectstatic", "trial", "daemon-reload", "systemctl restart"]
    places = [stage.did(words) for words in order]
    assert places == sorted(places)
    assert former.name in stage.done[stage.did(" backup ")]


def test_tables_are_changed_while_nothing_runs(stage: Stage, layout: Layout, source: Path, former: Path) -> None:
    del stage.answers["migrate --check"]
    release = upgrade(stage, layout, source, SECOND)
    order = ["setup.py", "systemctl stop", " backup ", "manage.py migrate", "trial", "trial ends", "systemctl restart"]
    places = [stage.did(words) for words in order]
    assert places == sorted(places)
    assert stage.runs == release.name


STEPS = ("setup.py", "check --deploy", " backup ", "collectstatic", "away_pages", "trial")


@pytest.mark.parametrize(
    ("changes", "step"),
    [*((False, step) for step in STEPS), *((True, step) for step in (*STEPS, "migrate --verbosity"))],
)
def test_what_fails_before_people_see_it_leaves_the_former_release_and_its_rows(
    stage: Stage, layout: Layout, source: Path, former: Path, step: str, changes: bool
) -> None:
    if changes:
        del stage.answers["migrate --check"]
    fail_once(stage, step)
    with pytest.raises(StepFailed, match="This failed"):
        upgrade(stage, layout, source, SECOND)
    assert layout.in_use() == former
    assert stage.runs == former.name
    assert [path.name for path in layout.releases.iterdir()] == [former.name]
    # Rows are put back exactly where tables may have been changed, and by the release that knows them.
    restored = [each for each in stage.done if " restore " in each]
    may_have_changed = changes and step in {"migrate --verbosity", "collectstatic", "away_pages", "trial"}
    assert len(restored) == int(may_have_changed)
    assert all(former.name in each and "--replace" in each for each in restored)


OTHERS = ("academy-before-move.tar", "academy-20270101T000000Z.tar", "academy-20261120T021500Z.tar")


def test_what_is_put_back_is_the_backup_that_the_upgrade_made(
    stage: Stage, layout: Layout, source: Path, former: Path
) -> None:
    """Beside one that somebody has named, one of a clock that was ahead, and an older one."""
    del stage.answers["migrate --check"]
    for name in OTHERS:
        (layout.backups / name).touch()
    fail_once(stage, "migrate --verbosity")
    with pytest.raises(StepFailed, match="with its tables and rows"):
        upgrade(stage, layout, source, SECOND)
    [restored] = [each for each in stage.done if " restore " in each]
    [made] = [path.name for path in layout.backups.iterdir() if path.name not in OTHERS]
    assert restored.endswith(f"/{made}")


def test_another_s_backup_is_not_taken_for_one_s_own(
    stage: Stage, layout: Layout, source: Path, former: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is changed without a backup, also where the folder holds some."""
    del stage.answers["migrate --check"]
    (layout.backups / OTHERS[1]).touch()
    monkeypatch.setattr(stage, "_stand_in", lambda text: None)
    with pytest.raises(StepFailed, match="There is no new backup"):
        upgrade(stage, layout, source, SECOND)
    assert not any(words in each for each in stage.done for words in ("migrate --verbosity", " restore "))


@pytest.mark.parametrize("step", ["daemon-reload", "nginx -t", "systemctl restart", "run/academy/web.sock"])
def test_what_fails_after_people_were_let_in_keeps_their_rows(
    stage: Stage, layout: Layout, source: Path, former: Path, step: str
) -> None:
    del stage.answers["migrate --check"]
    fail_once(stage, step)
    with pytest.raises(StepFailed, match="nothing that was written is lost"):
        upgrade(stage, layout, source, SECOND)
    assert layout.in_use() == former
    assert stage.runs == former.name
    assert not any(" restore " in each for each in stage.done)


def fail_once(stage: Stage, step: str) -> None:
    """Let a step fail the first time: what goes back does the same again."""
    run = stage.run

    def failing(*command: str | Path, **more: object) -> None:
        stage.fails_at = step
        try:
            run(*command, **more)  # type: ignore[arg-type]
        except StepFailed:
            stage.run = run  # type: ignore[method-assign]
            raise
        finally:
            stage.fails_at = ""

    stage.run = failing  # type: ignore[method-assign]


def test_a_site_that_was_changed_here_stays(stage: Stage, layout: Layout, source: Path, former: Path) -> None:
    layout.site.write_text(layout.site.read_text() + "# ours\n")
    (source / "deploy/nginx/academy.conf").write_text("# of the new release\n")
    upgrade(stage, layout, source, SECOND)
    assert layout.site.read_text().endswith("# ours\n")


def test_a_site_that_was_not_changed_follows_the_release(
    stage: Stage, layout: Layout, source: Path, former: Path
) -> None:
    (source / "deploy/nginx/academy.conf").write_text("server_name akademin.example;\n")
    upgrade(stage, layout, source, SECOND)
    assert layout.site.read_text() == f"server_name {HOST};\n"


def test_three_releases_are_kept(stage: Stage, layout: Layout, source: Path, former: Path) -> None:
    for day in range(1, 6):
        upgrade(stage, layout, source, SECOND.replace(day=day))
    assert len(list(layout.releases.iterdir())) == 3
    assert layout.current.resolve().is_dir()


def test_nothing_to_upgrade(stage: Stage, layout: Layout, source: Path) -> None:
    with pytest.raises(StepFailed, match="Use deploy/install"):
        upgrade(stage, layout, source, SECOND)


def test_a_rehearsal_changes_nothing(stage: Stage, layout: Layout, source: Path, former: Path) -> None:
    said: list[str] = []
    before = sorted((path, path.lstat().st_mtime_ns) for path in layout.root.rglob("*"))
    machine = Machine(rehearses=True, say=said.append)
    machine.run = lambda *command, **_: said.append(" ".join(map(str, command)))  # type: ignore[method-assign]
    upgrade(machine, layout, source, SECOND)
    assert sorted((path, path.lstat().st_mtime_ns) for path in layout.root.rglob("*")) == before
    text = "\n".join(said)
    for words in ("systemctl stop", "backup", "migrate", "systemctl restart"):
        assert words in text
