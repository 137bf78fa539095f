"""`manage.py away_pages`: what the web server in front shows while the academy is away."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from academy.away import write_pages


class Command(BaseCommand):
    """Writes one page for each language. To be run after collectstatic."""

    help = "Write the page that nginx shows while the academy is away, in each language. Run it after collectstatic."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to."""
        parser.add_argument("--to", type=Path, default=settings.DATA_DIR / "away", metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them and print their names."""
        written = write_pages(options["to"])
        if options["verbosity"]:
            self.stdout.write("\n".join(map(str, written)))
