"""`manage.py demo`: everything needed to try the academy, in one command."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.demo import load, serve
from academy.demo.accounts import ACCOUNTS, PASSWORD
from academy.demo.migrating import migrate
from academy.demo.places import WHOLE
from academy.demo.progress import step
from academy.demo.statics import collect_once


class Command(BaseCommand):
    """Migrates, loads the demo once, starts web, worker and scheduler, and stops them on Ctrl-C."""

    help = "Load the demo content (once) and run the academy with it until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a port, a way to load without serving, and how many people."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--load-only", action="store_true", help="Load the demo content and stop.")
        parser.add_argument(
            "--people",
            type=int,
            default=WHOLE,
            help=f"About how many people to load, at most {WHOLE}; fewer load faster.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the demo; raise CommandError with a sentence when it cannot."""
        logging.getLogger().setLevel(logging.WARNING)  # the progress bar is the story here
        if not settings.IS_DEMO:
            raise CommandError(
                "The demo is for ACADEMY_ENVIRONMENT=demo. It would put fictitious people among real ones."
            )
        for sign in (signal.SIGINT, signal.SIGTERM):  # a shell that runs us in the background ignores the first
            signal.signal(sign, _interrupt)
        try:
            with serve.only_one(settings.DATA_DIR) as lock:
                self._run(options["port"], lock, load_only=options["load_only"], people=options["people"])
        except serve.CannotServe as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            kept = "Nothing of it is kept" if load.begun_file().exists() else "What was loaded is kept"
            self.stdout.write(f"\nStopped. {kept}; make demo starts it again.")

    def _run(self, port: int, lock: int, *, load_only: bool, people: int) -> None:
        if not load_only:
            serve.refuse_busy_port(port)
            serve.say_where(lock, port)
        address = settings.BASE_URL = f"http://localhost:{port}"  # mail written while loading leads here too
        self._prepare(min(people, WHOLE))
        if load_only:
            return
        all_parts = serve.parts(port, settings.DATA_DIR, lock)
        self.stdout.write("Starting web, worker and scheduler …")
        environment = os.environ | {"ACADEMY_BASE_URL": address}
        with serve.serving(all_parts, environment):
            serve.wait_until_up(f"{address}/konto/login/", all_parts)
            self._tell(address)
            serve.watch(all_parts, environment, self.stdout.write)

    def _prepare(self, people: int) -> None:
        begun = time.monotonic()
        self.stdout.write("Preparing the academy …")
        migrate()
        with step("Styles and pictures"):
            collect_once(settings.ROOT)
        if not load.is_loaded():
            self._load(people)
        self.stdout.write(f"Ready in {time.monotonic() - begun:.0f} seconds.")

    def _load(self, people: int) -> None:
        if load.begun_file().exists():
            self.stdout.write(
                "The last start was stopped while it loaded. Nothing of that was kept; loading begins anew."
            )
        load.begun_file().touch()
        load.load(timezone.now(), people=people)
        load.begun_file().unlink()

    def _tell(self, address: str) -> None:
        self.stdout.write(
            f"\n  The academy:  {address}\n  Guided tour:  {address}/demo/\n"
            f"  Editorial:    {address}/admin/\n  Mailbox:      {address}/demo/mail/\n"
        )
        self.stdout.write(f"  Everyone's password is: {PASSWORD}\n")
        for account in ACCOUNTS:
            self.stdout.write(f"    {account.email:<24} {account.part}")
        key = load.key_file()
        if key.exists():
            bearer = key.read_text(encoding="ascii").strip()
            self.stdout.write(
                f"\n  Sävsjö's own system reads its figures with:\n"
                f'    curl -H "Authorization: Bearer {bearer}" {address}/api/v1/figures'
            )
        self.stdout.write("\n  All people and figures are fictitious. Press Ctrl-C to stop.")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
