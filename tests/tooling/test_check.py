"""`make check` runs every check, says in a line how each went, and fails if any did."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import check
import pytest
from check import Check
from secrets_check import GUESSING_DETECTORS, hook

Replace = Callable[..., None]
SAYS = [sys.executable, "-c", "print('found this'); raise SystemExit({code})"]


def _check(name: str, code: int, *, shows_output: bool = False) -> Check:
    return Check(name, f"{name}'s work", [part.format(code=code) for part in SAYS], shows_output)


@pytest.fixture
def house_with(monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Give a function that replaces the real checks."""

    def replace(*replacements: Check) -> None:
        monkeypatch.setattr(check, "checks", lambda _folder: list(replacements))

    return replace


def test_all_run_after_one_has_failed_and_only_its_output_is_shown(
    house_with: Replace, capsys: pytest.CaptureFixture[str]
) -> None:
    house_with(_check("first", 1), _check("second", 0), _check("third", 0))
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert sorted(re.findall(r"^(ok|FAILED) +(\w+)", said, flags=re.MULTILINE)) == [
        ("FAILED", "first"),
        ("ok", "second"),
        ("ok", "third"),
    ]
    assert said.count("found this") == 1
    assert said.endswith("Failed: first\n")


def test_success_is_one_line_each_and_reports_are_shown(
    house_with: Replace, capsys: pytest.CaptureFixture[str]
) -> None:
    house_with(_check("quiet", 0), _check("report", 0, shows_output=True))
    assert check.main([]) == 0
    said = capsys.readouterr().out
    assert said.count("found this") == 1
    assert said.endswith("All 2 checks passed\n")


def test_one_check_can_be_run_alone_and_a_misspelt_one_is_no_success(house_with: Replace) -> None:
    house_with(_check("first", 1), _check("second", 0))
    assert check.main(["second"]) == 0
    assert check.main(["secnod"]) == 1


def test_every_check_of_the_house_is_there() -> None:
    assert {each.name for each in check.checks("unused")} == {
        "types", "django", "migrations", "secrets", "layers", "style", "format", "templates", "translations",
        "house rules", "sizes",
    }  # fmt: skip


def test_a_real_key_is_found_even_in_a_test_and_an_innocent_line_is_not(tmp_path: Path) -> None:
    disabled = [part for name in GUESSING_DETECTORS for part in ("--disable-plugin", name)]
    keys, innocent = tmp_path / "keys.py", tmp_path / "innocent.py"
    keys.write_text('ACCESS = "' + "AKIA" + "QX7RZ2LM9TB4WN6D" + '"\n')
    innocent.write_text('PASSWORD = "kanelbulle i regn"\n')
    assert hook(*disabled, str(keys)) == 1
    assert hook(*disabled, str(innocent)) == 0
