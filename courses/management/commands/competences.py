"""`manage.py competences`: check and load the frameworks of capabilities."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.competences.actions import Loaded, load
from courses.competences.reading import DATA, BrokenFramework, frameworks
from courses.competences.values import FrameworkData


class Command(BaseCommand):
    """Reads the files, and with `load` makes the database say the same."""

    help = "Check the frameworks of capabilities, list their keys, or load them into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and where the files are."""
        parser.add_argument("do", choices=["check", "keys", "load"])
        parser.add_argument("--folder", type=Path, default=DATA, help="A folder of frameworks beside the shipped one.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; raise CommandError with what is wrong and where."""
        try:
            found = frameworks(options["folder"])
            if options["do"] == "load":
                lines = [_became(loaded) for loaded in load(frameworks=found)]
            else:
                lines = [line for data in found for line in _says(data, with_keys=options["do"] == "keys")]
        except BrokenFramework as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write("\n".join(lines))


def _says(data: FrameworkData, *, with_keys: bool) -> list[str]:
    counts = (
        f"{len(data.areas)} areas, {len(data.groups)} groups, {len(data.capabilities)} capabilities, "
        f"{len(data.levels)} levels, {len(data.goals)} goals"
    )
    named = [(one.key, one.name) for one in data.capabilities] + [(one.key, one.name) for one in data.goals]
    keys = [f"  {key}  {name.sv}" for key, name in named] if with_keys else []
    return [f"{data.key} version {data.version}: {counts}", *keys]


def _became(loaded: Loaded) -> str:
    what = "loaded" if loaded.changed else "already there"
    retired = f", retired {', '.join(loaded.retired)}" if loaded.retired else ""
    return f"{loaded.key} version {loaded.version}: {what}{retired}"
