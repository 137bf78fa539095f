"""Bringing the database up to date as the demo starts, with progress: the first time takes half a minute."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from academy.demo.progress import Step, step


class _Told(Command):
    """Django's command, told of as a step."""

    told: Step

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Count each migration that is applied."""
        if action == "apply_success":
            self.told.advance()


def migrate() -> None:
    """Apply the migrations that are missing, and what the rooms set up after them."""
    with step("Database", _how_many()) as told:
        command = _Told()
        command.told = told
        call_command(command, verbosity=0)


def _how_many() -> int:
    """Return how many migrations an empty database lacks; any other is asked by the command itself, and lacks few."""
    is_empty = not MigrationRecorder(connection).has_table()
    return len(MigrationLoader(None).disk_migrations) if is_empty else 1
