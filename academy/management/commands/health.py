"""`manage.py health`: how the platform is, for scripts and cron."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from academy.health import Level, as_data, findings, worst


class Command(BaseCommand):
    """Prints all findings; ends with an error when something needs somebody now."""

    help = "Show how the platform is. Exit code 1 when something needs somebody now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the format."""
        parser.add_argument("--json", action="store_true", help="Print JSON, as /health/ready/ gives with a token.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; raise CommandError when something is bad."""
        with override("en"):
            found = findings(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found), indent=2))
        else:
            for one in found:
                self.stdout.write(f"{one.level.upper():<5} {one.label}: {one.text}")
        if worst(found) is Level.BAD:
            raise CommandError("Something needs somebody now.")
