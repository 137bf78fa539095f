"""Bringing the database up to date as the demo starts, with progress: the first time takes half a minute."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

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
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with step("Database", len(missing)) as told:
        command = _Told()
        command.told = told
        call_command(command, verbosity=0)
