"""`manage.py restore`: what `manage.py backup` has put away, put back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.backups import restoring
from academy.backups.archive import by_folder
from academy.backups.faults import BackupFault
from academy.backups.manifest import Manifest, cautions
from academy.backups.tables import waiting_migrations


class Command(BaseCommand):
    """Restores a backup into an empty place, or with --replace over what is there."""

    help = "Restore a backup. Stop web, workers and scheduler first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and how far to go."""
        parser.add_argument("backup", type=Path)
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="Read and compare everything, and change nothing.")
        how.add_argument("--replace", action="store_true", help="Lose what is in the database and the folders now.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and tell what is there now; raise CommandError with a sentence when it cannot be done."""
        try:
            if options["check"]:
                self._tell("Whole and fit for this version", restoring.check(options["backup"]))
                return
            now = timezone.now()
            manifest = restoring.restore(options["backup"], replace=options["replace"], now=now)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self._tell("Restored", manifest)
        if waiting := waiting_migrations():
            self.stdout.write(f"{waiting} changes of this version are not in it: run migrate before the start.")

    def _tell(self, what: str, manifest: Manifest) -> None:
        rows, kept = sum(manifest.counts.values()), manifest.files
        self.stdout.write(
            f"{what}: version {manifest.version} of {manifest.taken_at}, {rows} rows in {len(manifest.counts)} tables, "
            f"{by_folder(kept, 'media')} media, {by_folder(kept, 'attachments')} attachments."
        )
        for caution in cautions(manifest):
            self.stderr.write(caution)
