"""What changes the machine: at once or not at all, said aloud, and in a rehearsal only said."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.machine import Machine, StepFailed
from tests.deploy.conftest import ROOT


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def machine(said: list[str]) -> Machine:
    return Machine(say=said.append)


def test_a_file_is_written_once_with_its_mode(machine: Machine, said: list[str], tmp_path: Path) -> None:
    path = tmp_path / "deep" / "environment"
    machine.write(path, "A=å\n", 0o600)
    assert path.read_text(encoding="utf-8") == "A=å\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.stat().st_ino
    machine.write(path, "A=å\n", 0o600)
    assert path.stat().st_ino == before
    assert said[-1].endswith("is as it should be")
    machine.write(path, "A=b\n", 0o600)
    assert [each.name for each in path.parent.iterdir()] == ["environment"]


def test_a_link_is_switched_at_once(machine: Machine, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        machine.link(tmp_path / "current", tmp_path / name)
        assert (tmp_path / "current").resolve() == tmp_path / name


def test_what_fails_is_named_and_what_is_not_there_too(machine: Machine) -> None:
    with pytest.raises(StepFailed, match=r"failed with code 3: .*exit 3"):
        machine.run("sh", "-c", "exit 3")
    with pytest.raises(StepFailed, match="no-such-program"):
        machine.run("no-such-program")
    assert machine.answer("no-such-program") is None
    assert machine.answer("false") is None
    assert machine.answer("echo", "yes") == "yes"


def test_nothing_of_root_s_environment_reaches_another_user(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if os.geteuid():
        pytest.skip("only root becomes somebody else")
    monkeypatch.setenv("ACADEMY_DATABASE_URL", "postgres://elsewhere/x")
    seen = machine.answer("env", user="daemon", environment={"ACADEMY_NAME": "Akademin"})
    assert seen is not None
    assert "ACADEMY_NAME=Akademin" in seen.splitlines()
    assert "elsewhere" not in seen


def test_code_is_copied_without_what_python_made_of_it(machine: Machine, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "__pycache__").mkdir(parents=True)
    (source / "a.py").touch()
    (source / "django.mo").touch()
    machine.copy(source, tmp_path / "target")
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["a.py"]


def test_a_rehearsal_changes_nothing(said: list[str], tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    machine = Machine(rehearses=True, say=said.append)
    machine.run("touch", tmp_path / "made")
    machine.folder(tmp_path / "folder", 0o700)
    machine.write(tmp_path / "file", "x")
    machine.link(tmp_path / "link", tmp_path)
    machine.copy(tmp_path / "there", tmp_path / "copy")
    machine.remove(tmp_path / "there")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert len(said) == 6


@pytest.mark.parametrize("script", ["install", "upgrade"])
def test_the_scripts_start_from_anywhere(script: str, tmp_path: Path) -> None:
    shown = subprocess.run(
        [ROOT / "deploy" / script, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "--rehearse" in shown.stdout


def test_the_scripts_need_nothing_that_is_not_there_before_an_installation() -> None:
    """Only the standard library: imported by a Python that knows no other packages."""
    names = [path.stem for path in (ROOT / "deploy").glob("*.py") if path.stem != "__init__"]
    imports = "; ".join(f"import deploy.{name}" for name in names)
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {imports}"], check=True
    )
