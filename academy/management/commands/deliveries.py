"""`manage.py deliveries`: what could not be delivered; see it, send it again, or throw it away."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy import dead_letters
from academy.models import Delivery

MOST = 100


class Command(BaseCommand):
    """Lists, replays and discards deliveries. Shows neither addresses nor texts."""

    help = "See deliveries that failed, send them again (replay) or throw them away (discard)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and with which."""
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="Show counts, and the deliveries in one state.")
        listing.add_argument("--state", choices=Delivery.State.values, default=Delivery.State.DEAD)
        for name, help_text in (("replay", "Try dead deliveries anew."), ("discard", "Throw dead deliveries away.")):
            action = actions.add_parser(name, help=help_text)
            action.add_argument("ids", nargs="*", type=_uuid, metavar="ID")
            action.add_argument("--all", action="store_true", help="All dead deliveries.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; raise CommandError when nothing is named, or when what is named is not dead."""
        if options["action"] == "list":
            self._list(options["state"])
            return
        if bool(options["ids"]) == options["all"]:
            raise CommandError("Name the deliveries by their ids, or use --all.")
        act = dead_letters.replay if options["action"] == "replay" else dead_letters.discard
        done = act(ids=None if options["all"] else options["ids"], now=timezone.now())
        self.stdout.write(f"{done} of {'all' if options['all'] else len(options['ids'])}")
        if options["ids"] and done < len(options["ids"]):
            raise CommandError("The others are not dead, or their content has been forgotten.")

    def _list(self, state: str) -> None:
        counts = dead_letters.counts()
        self.stdout.write("  ".join(f"{name} {counts.get(name, 0)}" for name in Delivery.State.values))
        for row in dead_letters.in_state(state)[:MOST]:
            created = timezone.localtime(row.created_at)
            kept = "" if row.payload else "  (content forgotten)"
            self.stdout.write(f"{row.id}  {row.kind}  {created:%Y-%m-%d %H:%M}  {row.attempts}  {row.last_error}{kept}")
        if counts.get(state, 0) > MOST:
            self.stdout.write(f"… and {counts[state] - MOST} more")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no id of a delivery.") from error
