"""The environment is made once per lock, and the full lock serves the demo too."""

from pathlib import Path

import pytest
import setup


@pytest.fixture
def locks(tmp_path: Path) -> tuple[Path, Path]:
    """Give the two lock files of a small house."""
    small, full = tmp_path / "requirements.lock", tmp_path / setup.FULL_LOCK
    small.write_text("django==5.2\n")
    full.write_text("django==5.2\npytest==9\n")
    return small, full


def _install(lock: Path, venv: Path) -> None:
    venv.mkdir(exist_ok=True)
    setup.stamp_of(lock, venv).write_text(setup.fingerprint(lock))


def test_a_new_environment_holds_nothing(locks: tuple[Path, Path], tmp_path: Path) -> None:
    assert not setup.is_installed(locks[0], tmp_path / "venv")


def test_the_demo_lock_does_not_bring_the_tools(locks: tuple[Path, Path], tmp_path: Path) -> None:
    small, full = locks
    _install(small, tmp_path / "venv")
    assert setup.is_installed(small, tmp_path / "venv")
    assert not setup.is_installed(full, tmp_path / "venv")


def test_the_full_lock_serves_the_demo(locks: tuple[Path, Path], tmp_path: Path) -> None:
    small, full = locks
    _install(full, tmp_path / "venv")
    assert setup.is_installed(small, tmp_path / "venv")


def test_a_changed_lock_is_installed_again(locks: tuple[Path, Path], tmp_path: Path) -> None:
    small, full = locks
    _install(full, tmp_path / "venv")
    full.write_text("django==5.2.1\npytest==9\n")
    assert not setup.is_installed(full, tmp_path / "venv")
    assert not setup.is_installed(small, tmp_path / "venv")


def test_an_old_python_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(SystemExit, match="Try make PYTHON="):
        setup.main("requirements.lock")
