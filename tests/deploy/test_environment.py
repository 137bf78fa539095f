"""The example of the environment lists exactly what the academy reads, shows its defaults, and is read as systemd reads it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import settings_file
from deploy.layout import Layout
from deploy.machine import StepFailed
from tests.deploy.conftest import HOST, ROOT

EXAMPLE = (ROOT / "deploy/environment.example").read_text(encoding="utf-8")
SETTINGS = "".join(each.read_text(encoding="utf-8") for each in (ROOT / "academy/settings").glob("*.py"))
READ = re.compile(r'env\.\w+\(\s*"(ACADEMY_\w+)"')
NAMED = re.compile(r"^#?(ACADEMY_\w+)=", re.MULTILINE)


def test_it_names_every_setting_once_and_no_other() -> None:
    read = set(READ.findall(SETTINGS + (ROOT / "academy/serving.py").read_text()))
    named = NAMED.findall(EXAMPLE)
    assert len(named) == len(set(named))
    assert set(named) == read


def test_what_production_needs_is_not_commented_out() -> None:
    needed = re.findall(r'env\.\w+\(\s*"(ACADEMY_\w+)", None if PRODUCTION', SETTINGS)
    chosen = re.findall(r"^(ACADEMY_\w+)=", EXAMPLE, re.MULTILINE)
    assert set(needed) < set(chosen)


def test_what_is_commented_out_is_the_default_of_operations() -> None:
    table = dict(
        re.findall(
            r"^\| `(ACADEMY_\w+)` \|[^|]*\| (?:`([^`]*)`)?", (ROOT / "docs/operations.md").read_text(), re.MULTILINE
        )
    )
    shown = dict(re.findall(r"^#(ACADEMY_\w+)=(\d+|yes|no|INFO)$", EXAMPLE, re.MULTILINE))
    assert len(shown) > 7
    # Those of the web process depend on other settings, and the table says so in words.
    assert {name: table[name] for name in shown if table[name]} == {name: shown[name] for name in shown if table[name]}


def test_places_are_those_of_the_layout() -> None:
    settings, layout = settings_file.read(ROOT / "deploy/environment.example"), Layout()
    assert settings["ACADEMY_DATA_DIR"] == str(layout.data)
    assert settings["ACADEMY_WEB_BIND"] == f"unix:{layout.socket}"


def test_the_academy_starts_with_it_and_check_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "environment"
    file.write_text(settings_file.first(EXAMPLE, HOST), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACADEMY_")}
    found = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | settings_file.read(file) | {"ACADEMY_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr


def test_every_installation_has_a_key_of_its_own() -> None:
    keys = {settings_file.first(EXAMPLE, HOST).partition("ACADEMY_SECRET_KEY=")[2].splitlines()[0] for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 50 for key in keys)


def test_whoever_may_not_read_the_settings_is_told_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a rehearsal without sudo."""

    def refused(path: Path, **_: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(StepFailed, match="put sudo before it"):
        settings_file.read(tmp_path / "environment")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A=b", {"A": "b"}),
        (" A = b", None),
        ("# A=b\n; C=d\n\nE=f", {"E": "f"}),
        ("A=Höglandet <a@b.example>", {"A": "Höglandet <a@b.example>"}),
        ('A="b c"', {"A": "b c"}),
        ("A='b'", {"A": "b"}),
        ('A="', {"A": '"'}),
        ("A=b=c", {"A": "b=c"}),
        ("A=", {"A": ""}),
        ("export A=b", None),
    ],
)
def test_lines_are_read_as_systemd_reads_them(tmp_path: Path, text: str, found: dict[str, str] | None) -> None:
    file = tmp_path / "environment"
    file.write_text(text, encoding="utf-8")
    if found is None:
        with pytest.raises(StepFailed, match="environment:1 is neither"):
            settings_file.read(file)
    else:
        assert settings_file.read(file) == found
