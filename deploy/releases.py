"""A release is a folder with the code and its own .venv, made beside the one in use and switched to at once."""

import shutil
import sys
import tomllib
from datetime import datetime
from pathlib import Path

from deploy import settings_file
from deploy.layout import PARTS, USER, Layout
from deploy.machine import Machine

KEPT = 3


def prepare(machine: Machine, layout: Layout, source: Path, now: datetime) -> Path:
    """Copy the code, install the lock into a .venv of its own and check the settings; return the new release.

    Whatever runs goes on running. Raises StepFailed; then the unfinished folder is gone.
    """
    version = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    release = layout.releases / f"{version}-{now:%Y%m%d%H%M%S}"
    machine.folder(release, 0o755)
    try:
        for part in PARTS:
            machine.copy(source / part, release / part)
        machine.run("chmod", "-R", "u=rwX,go=rX", release)
        machine.run(sys.executable, release / ".ci/setup.py", "requirements.lock", folder=release)
        rooms = [release / part for part in PARTS if (source / part / "__init__.py").is_file()]
        machine.run(release / ".venv/bin/python", "-m", "compileall", "-q", *rooms)
        manage(machine, layout, release, "check", "--deploy", "--fail-level", "WARNING")
    except BaseException:
        machine.remove(release)
        raise
    return release


def manage(machine: Machine, layout: Layout, release: Path, *arguments: str) -> None:
    """Run a command of a release's manage.py as the academy's user with its settings; raise StepFailed when it fails."""
    folder = release if release.is_dir() else None  # a rehearsal has none
    python, program = release / ".venv/bin/python", release / "manage.py"
    machine.run(python, program, *arguments, user=USER, environment=_settings(layout), folder=folder)


def ask_manage(machine: Machine, layout: Layout, release: Path, *arguments: str) -> str | None:
    """Return what a command of manage.py that changes nothing prints; nothing when it fails."""
    python, program = release / ".venv/bin/python", release / "manage.py"
    return machine.answer(python, program, *arguments, user=USER, environment=_settings(layout))


def _settings(layout: Layout) -> dict[str, str]:
    return settings_file.read(layout.environment) if layout.environment.is_file() else {}


def furnish(machine: Machine, layout: Layout, release: Path) -> None:
    """Collect static files beside the old ones, which open pages still ask for, and write the page for when we are away."""
    manage(machine, layout, release, "collectstatic", "--noinput", "--verbosity", "0")
    manage(machine, layout, release, "away_pages", "--verbosity", "0")


def forget_old(machine: Machine, layout: Layout) -> None:
    """Remove all but the newest releases; never the one in use."""
    in_use = layout.in_use()
    there = sorted(layout.releases.iterdir(), key=lambda path: path.stat().st_mtime) if layout.releases.is_dir() else []
    for path in there[:-KEPT]:
        if path.resolve() != in_use:
            machine.remove(path)


def require_room(layout: Layout) -> str:
    """Return a sentence when the disk is too full for a release, otherwise nothing."""
    folder = next(path for path in (layout.releases, *layout.releases.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    return (
        "" if free > 2_000_000_000 else f"{folder} has {free // 1_000_000} MB left; a release and its backup need 2 GB."
    )
