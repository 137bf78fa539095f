"""The contracts of .importlinter hold a well-built house and break on each wrong door."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
MODULES = [
    *("academy", "courses", "learners", "analytics"),
    *("academy/settings", "academy/urls", "academy/scoping", "academy/jobs", "academy/html"),
    *("courses/api", "learners/api", "learners/events"),
    *(f"analytics/{stage}" for stage in ("xapi", "models", "lrs", "kpis", "instruments", "rollup", "emit")),
    *(f"analytics/{stage}" for stage in ("release", "dashboards", "feeds")),
    *(f"analytics/lrs/{module}" for module in ("auth", "ingest", "query", "store")),
]
ALLOWED = {
    "academy/urls": "import analytics.dashboards, learners.api, courses.api",
    "analytics/emit": "import analytics.lrs, analytics.instruments, learners.events",
    "analytics/dashboards": "import analytics.release, analytics.kpis",
    "analytics/feeds": "import analytics.release, analytics.lrs.auth",
    "analytics/release": "import analytics.rollup",
    "analytics/rollup": "import analytics.kpis, analytics.lrs",
    "analytics/lrs": "import analytics.xapi, django.http",
    "learners/api": "import courses.api, academy.scoping",
    "courses/api": "import academy.html, wagtail.models",
    "academy/jobs": "import academy.scoping, celery",
}
WRONG_DOORS = [
    ("courses/api", "import learners.api", "Rooms"),
    ("learners/api", "import analytics.lrs", "Rooms"),
    ("learners/api", "import academy.settings", "Rooms"),
    ("academy/scoping", "import learners.api", "Kernel"),
    ("academy/jobs", "import analytics.rollup", "Kernel"),
    ("analytics/lrs", "import analytics.emit", "Analytics"),
    ("analytics/kpis", "import analytics.instruments", "Analytics"),
    ("analytics/dashboards", "import analytics.feeds", "Analytics"),
    ("analytics/release", "import analytics.dashboards", "Analytics"),
    ("analytics/dashboards", "import analytics.rollup", "Released"),
    ("analytics/dashboards", "from analytics.models import Fact", "Released"),
    ("analytics/feeds", "import analytics.lrs.store", "Released"),
    ("analytics/feeds", "import analytics.lrs.ingest", "Released"),
    ("analytics/dashboards", "import analytics.lrs.query", "Released"),
    ("analytics/xapi", "import django.utils.timezone", "Pure: analytics.xapi"),
    ("analytics/xapi", "import academy.periods", "Pure: analytics.xapi"),
    ("analytics/kpis", "import django.db", "Pure: analytics.kpis"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Give a small house that keeps every contract."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for module in [*MODULES, "academy/periods"]:
        _write(tmp_path, module, ALLOWED.get(module, ""))
    return tmp_path


def _write(house: Path, module: str, source: str) -> None:
    is_package = any(other.startswith(f"{module}/") for other in MODULES)
    path = house / (f"{module}/__init__.py" if is_package else f"{module}.py")
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{source}\n")


def _lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def test_a_well_built_house_keeps_every_contract(house: Path) -> None:
    outcome = _lint(house)
    assert outcome.returncode == 0, outcome.stdout
    assert "6 kept, 0 broken" in outcome.stdout


@pytest.mark.parametrize(("module", "source", "contract"), WRONG_DOORS)
def test_a_wrong_door_breaks_the_contract_that_forbids_it(house: Path, module: str, source: str, contract: str) -> None:
    _write(house, module, source)
    outcome = _lint(house)
    assert outcome.returncode == 1
    broken = [line for line in outcome.stdout.splitlines() if line.startswith(contract)]
    assert any("BROKEN" in line for line in broken) or f"{contract}:" in outcome.stdout.split("Broken contracts")[1]


def test_a_new_module_of_analytics_must_be_given_its_stage(house: Path) -> None:
    _write(house, "analytics/somewhere", "")
    outcome = _lint(house)
    assert outcome.returncode == 1
    assert "analytics.somewhere" in outcome.stdout
