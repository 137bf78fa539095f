"""`deploy/upgrade`, run from the new code: a release beside the old one, tried before anybody sees it, or nothing changed.

While tables are changed everything is stopped, and nothing is started for people before the new release has answered on a
socket of its own. So going back may restore the backup: nothing can have been written since.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy import releases, services, settings_file, web
from deploy.layout import Layout
from deploy.machine import Machine, StepFailed

SOURCE = Path(__file__).resolve().parents[1]


def upgrade(machine: Machine, layout: Layout, source: Path, now: datetime) -> Path:
    """Bring the machine to the release in `source` and return it; raise StepFailed with the former one running again."""
    former = _require_installed(layout)
    machine.heading("The new release, beside the one that runs")
    release = releases.prepare(machine, layout, source, now)
    machine.heading("Tables")
    changes = _has_changes(machine, layout, release)
    machine.say("   there are changes to make" if changes else "   there is nothing to change")
    backup = None
    try:
        if changes:
            services.stop(machine)
        backup = _backed_up(machine, layout, former)
        _move(machine, layout, release, changes=changes)
    except BaseException as fault:
        _back(machine, layout, former, backup if changes else None)
        machine.remove(release)
        raise StepFailed(
            f"{fault}\nThe former release, {former.name}, runs again, with its tables and rows."
        ) from fault
    _switch(machine, layout, release, former)
    machine.heading("Tidying up")
    releases.forget_old(machine, layout)
    return release


def _require_installed(layout: Layout) -> Path:
    former = layout.in_use()
    if former is None:
        raise StepFailed("Nothing is installed here. Use deploy/install.")
    if full := releases.require_room(layout):
        raise StepFailed(full)
    return former


def _has_changes(machine: Machine, layout: Layout, release: Path) -> bool:
    """Tell whether migrations wait; in a rehearsal, where there is no new release to ask, be ready for some."""
    return machine.rehearses or releases.ask_manage(machine, layout, release, "migrate", "--check") is None


def _backed_up(machine: Machine, layout: Layout, former: Path) -> Path | None:
    """Make a backup and return it: the one that was not there before, whatever else lies there and however it is named."""
    machine.heading("A backup first")
    before = _backups(layout)
    releases.manage(machine, layout, former, "backup", "--to", str(layout.backups))
    made = _backups(layout) - before
    if not made and not machine.rehearses:
        raise StepFailed(f"There is no new backup in {layout.backups}.")
    return max(made, default=None)  # the timer may have made one meanwhile; ours was begun after everything had stopped


def _backups(layout: Layout) -> set[Path]:
    return set(layout.backups.glob("academy-*T*Z.tar"))


def _move(machine: Machine, layout: Layout, release: Path, *, changes: bool) -> None:
    machine.heading("Tables, styles and pictures")
    if changes:
        releases.manage(machine, layout, release, "migrate", "--verbosity", "0")
    releases.furnish(machine, layout, release)
    machine.heading("Does it answer, where nobody sees it yet?")
    with web.on_trial(machine, layout, release) as trial:
        web.require_answers(machine, trial, _host(layout))


def _switch(machine: Machine, layout: Layout, release: Path, former: Path) -> None:
    """Let people in. From here on rows are written, so that going back keeps them, and with them the new tables."""
    machine.heading("Over to the new release")
    try:
        _serve(machine, layout, release, former)
    except BaseException as fault:
        _serve(machine, layout, former, release)
        raise StepFailed(
            f"{fault}\nThe former release, {former.name}, runs again, on the tables of the new one: nothing that was "
            "written is lost. If it has trouble with them: docs/operations.md, What to do when."
        ) from fault


def _serve(machine: Machine, layout: Layout, release: Path, other: Path) -> None:
    shipped = release if release.is_dir() else SOURCE  # a rehearsal has no new release
    machine.link(layout.current, release)
    services.install_units(machine, layout, shipped)
    services.install_site(machine, layout, shipped, former=other if other.is_dir() else None)
    services.start(machine)
    services.reload_nginx(machine)
    web.require_answers(machine, layout.socket, _host(layout))


def _back(machine: Machine, layout: Layout, former: Path, backup: Path | None) -> None:
    machine.heading(f"Back to {former.name}")
    if backup:
        releases.manage(machine, layout, former, "restore", "--replace", str(backup))
    releases.furnish(machine, layout, former)
    services.start(machine)
    web.require_answers(machine, layout.socket, _host(layout))


def _host(layout: Layout) -> str:
    return settings_file.host_of(settings_file.read(layout.environment) if layout.environment.is_file() else {})


def main(arguments: list[str]) -> int:
    """Read the command line and do it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="deploy/upgrade", description="Upgrade the academy to the code in this folder."
    )
    parser.add_argument("--rehearse", action="store_true", help="say every step and change nothing")
    options = parser.parse_args(arguments)
    machine = Machine(rehearses=options.rehearse)
    try:
        machine.require_root()
        release = upgrade(machine, Layout(), SOURCE, datetime.now(UTC))
    except StepFailed as fault:
        print(f"\nStopped: {fault}", file=sys.stderr)
        return 1
    print(f"\n{'This is what an upgrade would do.' if options.rehearse else f'Done: {release.name} runs.'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
