"""Issue, list, rotate and revoke the keys by which other systems write and read statements and read figures."""

from argparse import ArgumentParser
from datetime import datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from academy.periods import STOCKHOLM
from academy.scoping import unscoped
from analytics.lrs.actions import credentials
from analytics.lrs.auth import Allows
from analytics.lrs.queries.credentials import credential_lines, organisation_id_of
from analytics.models import Credential
from learners.actions.trials import trial_organisation
from learners.errors import KeyTaken


class Command(BaseCommand):
    help = "Keys of an organisation: issue, list, rotate, revoke. A secret is shown once and stored as a hash only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare create, list, rotate and revoke."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="issue a key and print it with its secret")
        create.add_argument("--organisation", required=True, metavar="SLUG")
        create.add_argument(
            "--new-organisation",
            action="store_true",
            help="make the organisation if it is not there, for trying tools on: it shares no figures and has no people",
        )
        create.add_argument("--scope", required=True, action="append", choices=[scope.value for scope in Allows])
        create.add_argument("--name", default="", help="what the key is for, such as the system that holds it")
        create.add_argument(
            "--actors",
            choices=Credential.Actors.values,
            default=Credential.Actors.OPAQUE.value,
            help="whom statements may name: opaque accounts only (default), or any actor of xAPI",
        )
        ends = create.add_mutually_exclusive_group()
        ends.add_argument("--expires", metavar="YYYY-MM-DD", help="last day of the key; it never ends if left out")
        ends.add_argument("--expires-days", type=int, metavar="N", help="the same, as days from now")
        listing = actions.add_parser("list", help="show keys without their secrets")
        listing.add_argument("--organisation", metavar="SLUG", help="of this organisation only")
        rotate = actions.add_parser("rotate", help="print a new secret; the old one is taken for a while")
        rotate.add_argument("key")
        rotate.add_argument("--overlap-hours", type=int, default=24, metavar="N", help="how long; 24 unless given")
        revoke = actions.add_parser("revoke", help="end a key now")
        revoke.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        actions = {"create": self._create, "list": self._list, "rotate": self._rotate, "revoke": self._revoke}
        with unscoped(f"operator: lrs_credential {options['action']}"):
            actions[options["action"]](options)

    def _create(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        issued = credentials.issue(
            organisation_id=_organisation_id(options["organisation"], options["new_organisation"], now),
            name=options["name"] or f"lrs_credential {now:%Y-%m-%d %H:%M}",
            scopes=[Allows(scope) for scope in options["scope"]],
            actors=Credential.Actors(options["actors"]),
            now=now,
            expires_at=_end(options, now),
        )
        self._show(issued)

    def _show(self, issued: credentials.Issued) -> None:
        self.stdout.write(f"key:    {issued.key}\nsecret: {issued.secret}")
        self.stderr.write("Keep the secret now: it is not stored and cannot be shown again.")

    def _list(self, options: dict[str, Any]) -> None:
        for line in credential_lines(now=timezone.now(), slug=options["organisation"]):
            used = f"used {line.last_used_at:%Y-%m-%d}" if line.last_used_at else "unused"
            scopes = ",".join(line.scopes)
            self.stdout.write(
                f"{line.key}  {line.state:8}  {line.organisation}  {scopes}  {line.actors}  {used}  {line.name}"
            )

    def _rotate(self, options: dict[str, Any]) -> None:
        if options["overlap_hours"] < 0:
            raise CommandError("--overlap-hours is a whole number of hours, 0 or more.")
        overlap = timedelta(hours=options["overlap_hours"])
        issued = credentials.rotate(options["key"], now=timezone.now(), overlap=overlap)
        if issued is None:
            raise CommandError("There is no such key, or it has ended.")
        self._show(issued)

    def _revoke(self, options: dict[str, Any]) -> None:
        if not credentials.revoke(options["key"], now=timezone.now()):
            raise CommandError("There is no such key, or it has been revoked already.")
        self.stdout.write("Revoked.")


def _end(options: dict[str, Any], now: datetime) -> datetime | None:
    """Return the moment from which the key is not taken any more."""
    days, day = options["expires_days"], options["expires"]
    if days is not None:
        if days < 1:
            raise CommandError("--expires-days is a whole number of days, at least 1.")
        return now + timedelta(days=days)
    if day is None:
        return None
    try:
        last = parse_date(day)
    except ValueError:
        last = None
    if last is None:
        raise CommandError("--expires is a day that exists, such as 2027-12-31.")
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=STOCKHOLM)
    if end <= now:
        raise CommandError("--expires is a day that has passed.")
    return end


def _organisation_id(slug: str, is_trial: bool, now: datetime) -> int:
    if is_trial:
        try:
            return trial_organisation(slug=slug, now=now)
        except KeyTaken:
            raise CommandError(f"{slug!r} is a real organisation, or no word of an address. Choose another.") from None
    found = organisation_id_of(slug)
    if found is None:
        raise CommandError(f"There is no organisation with the slug {slug!r}.")
    return found
