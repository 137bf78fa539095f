"""systemd's units: valid, closed, and about the same places as everything else."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.layout import SERVICES, TARGET, TIMER, USER, Layout
from tests.deploy.conftest import ROOT

UNITS = sorted((ROOT / "deploy/systemd").iterdir())
RUNNING = [unit for unit in UNITS if unit.suffix == ".service"]
systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
# Of ten; a service without any of it has 9.6. What is left: the network, the machine's own users, a socket.
MOST_EXPOSED = 20


def values(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text(), re.MULTILINE)


def test_the_scripts_start_exactly_what_is_there() -> None:
    assert {unit.name for unit in UNITS} == {*SERVICES, TARGET, TIMER, "academy-backup.service"}


@systemd
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """Programs are looked for, so each has a stand-in below another root."""
    for unit in UNITS:
        text = unit.read_text()
        for program in re.findall(r"^ExecStart=(\S+)", text, re.MULTILINE):
            stand_in = tmp_path / program.lstrip("/")
            stand_in.parent.mkdir(parents=True, exist_ok=True)
            stand_in.unlink(missing_ok=True)
            stand_in.symlink_to("/bin/true")
            text = text.replace(program, str(stand_in))
        (tmp_path / unit.name).write_text(text)
    found = verified([tmp_path / unit.name for unit in UNITS])
    assert found == []
    broken = tmp_path / "academy-web.service"
    broken.write_text(broken.read_text().replace("Restart=always", "Restart=perhaps"))
    assert verified([broken]) != []


def verified(units: list[Path]) -> list[str]:
    """What systemd says about our units; of those that come with the machine nothing is asked."""
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *map(str, units)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in finished.stderr.splitlines() if "academy" in line]


@systemd
@pytest.mark.parametrize("unit", RUNNING, ids=lambda unit: unit.stem)
def test_a_service_may_do_little(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", str(unit)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout[-1500:] + finished.stderr


@pytest.mark.parametrize("unit", RUNNING, ids=lambda unit: unit.stem)
def test_a_service_is_of_the_academy_s_user_in_the_academy_s_places(unit: Path) -> None:
    layout = Layout()
    assert values(unit, "User") == values(unit, "Group") == [USER]
    assert values(unit, "EnvironmentFile") == [str(layout.environment)]
    assert values(unit, "WorkingDirectory") == [str(layout.current)]
    [command] = values(unit, "ExecStart")
    assert command.startswith(f"{layout.current}/.venv/bin/")
    [writable] = values(unit, "ReadWritePaths")
    assert set(writable.split()) <= {str(layout.data), str(layout.backups)}


def test_the_web_process_has_time_to_end_what_it_does() -> None:
    from academy import serving

    web = ROOT / "deploy/systemd/academy-web.service"
    assert int(values(web, "TimeoutStopSec")[0]) > serving.graceful_timeout
    assert "--config python:academy.serving" in values(web, "ExecStart")[0]
    assert f"/run/{values(web, 'RuntimeDirectory')[0]}/" in f"{Layout().socket}"


def test_backups_go_where_upgrades_look_for_them() -> None:
    [command] = values(ROOT / "deploy/systemd/academy-backup.service", "ExecStart")
    assert f"backup --to {Layout().backups} --keep" in command
