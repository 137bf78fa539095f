"""`manage.py check --deploy` in a production environment: clean, and loud about what is weak."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ACADEMY_ENVIRONMENT": "production",
    "ACADEMY_SECRET_KEY": "k3y-of-a-test-that-is-long-enough-0123456789-abcdefghijklmnopqrstuvwxyz",  # pragma: allowlist secret
    "ACADEMY_BASE_URL": "https://akademin.example",
    "ACADEMY_IRI_BASE": "https://akademin.example",
    "ACADEMY_HOSTS": "akademin.example",
    "ACADEMY_BROKER_URL": "redis://localhost:6379/0",
    "ACADEMY_CACHE_URL": "redis://localhost:6379/1",
    "ACADEMY_EMAIL_URL": "smtp://localhost",
}


def check(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACADEMY_")}
    here = {"ACADEMY_DATA_DIR": str(folder), "ACADEMY_DATABASE_URL": f"sqlite:///{folder / 'academy.sqlite3'}"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | PRODUCTION | here | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_production_settings_are_clean_and_nothing_is_silenced(tmp_path: Path) -> None:
    found = check(tmp_path)
    assert found.returncode == 0, found.stderr
    assert "no issues (0 silenced)" in found.stdout + found.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ACADEMY_SECOND_FACTOR", "offered", "academy.W001"),
        ("ACADEMY_CACHE_URL", "locmemcache://", "academy.W002"),
        ("ACADEMY_SSL_REDIRECT", "no", "security.W008"),
        ("ACADEMY_SECRET_KEY", "short", "security.W009"),
    ],
)
def test_a_weak_setting_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    found = check(tmp_path, **{name: value})
    assert found.returncode == 1
    assert said in found.stderr
