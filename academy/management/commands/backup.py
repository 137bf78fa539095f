"""`manage.py backup`: one file with the database, the media and the attachments."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.backups import making
from academy.backups.faults import BackupFault


class Command(BaseCommand):
    """Makes a backup while the academy is in use, and deletes the oldest."""

    help = "Back up the database, the media and the attachments into one file. Nothing has to be stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, and how many to keep."""
        parser.add_argument("--to", type=Path, default=settings.DATA_DIR / "backups", metavar="FOLDER")
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="Delete all but the newest N; 0 deletes none."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and print the file's name; raise CommandError with a sentence when it cannot be done."""
        now = timezone.now()
        try:
            made = making.make(options["to"], now=now)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(str(made))
        for path in making.forget(options["to"], keep=options["keep"], now=now):
            self.stderr.write(f"Deleted {path.name}")
