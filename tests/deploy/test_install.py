"""Installing: every step in its order, nothing in a rehearsal, and once however often it is asked for."""

import re
import shlex
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from deploy import settings_file
from deploy.install import PACKAGES, install, main
from deploy.layout import Layout
from deploy.machine import Machine, StepFailed
from tests.deploy.conftest import HOST, ROOT, Stage

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def test_a_fresh_machine_has_all_of_it_afterwards(stage: Stage, layout: Layout, source: Path) -> None:
    install(stage, layout, source, HOST, NOW)
    release = layout.in_use()
    assert release
    assert release.name.endswith("-20261121080000")
    assert (release / "manage.py").is_file()
    settings = settings_file.read(layout.environment)
    assert settings["ACADEMY_HOSTS"] == HOST
    assert settings["ACADEMY_BASE_URL"] == f"https://{HOST}"
    assert len(settings["ACADEMY_SECRET_KEY"]) >= 50
    assert f"server_name {HOST};" in layout.site.read_text()
    assert "akademin.example" not in layout.site.read_text()
    assert layout.enabled_site.resolve() == layout.site
    assert {path.name for path in layout.units.iterdir()} == {path.name for path in (ROOT / "deploy/systemd").iterdir()}
    assert layout.installed.read_text() == f"{release.name}\n"
    assert stage.runs == release.name


def test_secrets_and_data_are_closed_to_others(stage: Stage, layout: Layout, source: Path) -> None:
    install(stage, layout, source, HOST, NOW)
    modes = {
        path: stat.S_IMODE(path.stat().st_mode)
        for path in (layout.environment, layout.data, layout.backups, layout.tls)
    }
    assert list(modes.values()) == [0o600, 0o750, 0o700, 0o700]
    assert stat.S_IMODE((layout.data / "attachments").stat().st_mode) == 0o700


def test_what_was_filled_in_for_containers_does_not_go_along(stage: Stage, layout: Layout, source: Path) -> None:
    """A release can be read by everybody on the machine."""
    for name in ("environment", ".env"):
        (source / "deploy/containers" / name).write_text("ACADEMY_SECRET_KEY=x\n")
    install(stage, layout, source, HOST, NOW)
    release = layout.in_use()
    assert release
    assert (release / "deploy/academy").is_file()
    assert not list(release.rglob("environment")) + list(release.rglob(".env"))


def test_the_steps_are_done_in_their_order(stage: Stage, layout: Layout, source: Path) -> None:
    install(stage, layout, source, HOST, NOW)
    order = [
        "apt-get -q install",
        "useradd",
        "postgres: createuser",
        "postgres: createdb",
        "setup.py requirements.lock",
    ]
    order += [
        "check --deploy",
        "migrate",
        "collectstatic",
        "away_pages",
        "daemon-reload",
        "nginx -t",
        "systemctl restart",
    ]
    order += ["systemctl reload-or-restart nginx", "ask"]
    places = [stage.did(words) for words in order]
    assert places == sorted(places)
    assert set(PACKAGES) <= set(stage.done[stage.did("apt-get -q install")].split())


def test_a_rehearsal_says_the_same_steps_and_changes_nothing(layout: Layout, source: Path) -> None:
    said: list[str] = []

    class Rehearsal(Machine):
        def answer(self, *command: object, **_: object) -> str | None:
            return "systemd 252" if "systemctl" in command else None

    install(Rehearsal(rehearses=True, say=said.append), layout, source, HOST, NOW)
    text = "\n".join(said)
    for words in ("apt-get", "useradd", "createdb", "migrate", "systemctl restart", "nginx -t"):
        assert words in text
    assert not layout.root.exists()


def test_a_second_installation_leads_to_upgrade_and_does_nothing(stage: Stage, layout: Layout, source: Path) -> None:
    install(stage, layout, source, HOST, NOW)
    stage.done.clear()
    with pytest.raises(StepFailed, match="Use deploy/upgrade"):
        install(stage, layout, source, HOST, NOW)
    assert stage.done == []


@pytest.mark.parametrize("step", ["apt-get -q install", "createdb", "setup.py", "migrate", "nginx -t", "ask"])
def test_what_failed_is_done_again_with_what_is_there(stage: Stage, layout: Layout, source: Path, step: str) -> None:
    stage.fails_at = step
    with pytest.raises(StepFailed, match=step):
        install(stage, layout, source, HOST, NOW)
    assert not layout.installed.exists()
    key = settings_file.read(layout.environment)["ACADEMY_SECRET_KEY"] if layout.environment.exists() else None
    stage.fails_at, stage.answers["SELECT 1 FROM pg_roles"] = "", "1"
    stage.done.clear()
    install(stage, layout, source, HOST, NOW.replace(hour=9))
    assert stage.runs.endswith("-20261121090000")
    assert key in {None, settings_file.read(layout.environment)["ACADEMY_SECRET_KEY"]}
    assert not any("createuser" in each for each in stage.done)


@pytest.mark.parametrize(
    "host", ["", "akademin.example", "https://akademin.se/", "akademin.se:8443", "akademin.se;", "a b.se", "akademin"]
)
def test_a_host_name_is_needed(stage: Stage, layout: Layout, source: Path, host: str) -> None:
    with pytest.raises(StepFailed, match="which host name"):
        install(stage, layout, source, host, NOW)
    assert stage.done == []


def test_without_systemd_the_containers_are_named(stage: Stage, layout: Layout, source: Path) -> None:
    stage.answers.clear()
    with pytest.raises(StepFailed, match="containers"):
        install(stage, layout, source, HOST, NOW)


def test_the_last_words_lead_to_somebody_who_can_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever follows them has an academy admin afterwards, by a command that takes what stands there."""
    monkeypatch.setattr("deploy.install.install", lambda *_: None)
    monkeypatch.setattr(Machine, "require_root", lambda machine: None)
    assert main(["--host", HOST]) == 0
    typed = [
        shlex.split(line) for line in re.findall(r"\bacademy ([a-z_]+(?: .*)?)$", capsys.readouterr().out, re.MULTILINE)
    ]
    assert [words[0] for words in typed] == ["createsuperuser", "found_academy", "health"]
    found_academy = load_command_class(get_commands()["found_academy"], "found_academy")
    taken = found_academy.create_parser("academy", "found_academy").parse_args(typed[1][1:])
    assert taken.admin == ["ADDRESS", "FIRST-NAME", "LAST-NAME"]
