"""Issue, list and revoke the keys by which other systems write and read statements and read figures."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.scoping import unscoped
from analytics.lrs import auth
from analytics.lrs.queries.credentials import credential_lines, organisation_id_of


class Command(BaseCommand):
    help = "Issue, list and revoke credentials of an organisation. The secret is shown once and stored as a hash only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare create, list and revoke."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="issue a key and print it with its secret")
        create.add_argument("--organisation", required=True, metavar="SLUG")
        create.add_argument("--scope", required=True, action="append", choices=[scope.value for scope in auth.Allows])
        create.add_argument("--name", required=True, help="what the key is for, such as the system that holds it")
        create.add_argument("--expires-days", type=int, metavar="N", help="days until the key ends; never if left out")
        listing = actions.add_parser("list", help="show keys without their secrets")
        listing.add_argument("--organisation", metavar="SLUG", help="of this organisation only")
        revoke = actions.add_parser("revoke", help="end a key now")
        revoke.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        action = {"create": self._create, "list": self._list, "revoke": self._revoke}[options["action"]]
        with unscoped(f"operator: lrs_credential {options['action']}"):
            action(options)

    def _create(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        days = options["expires_days"]
        if days is not None and days < 1:
            raise CommandError("--expires-days is a whole number of days, at least 1.")
        issued = auth.issue(
            organisation_id=_organisation_id(options["organisation"]),
            name=options["name"],
            scopes=[auth.Allows(scope) for scope in options["scope"]],
            now=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )
        self.stdout.write(f"key:    {issued.key}\nsecret: {issued.secret}")
        self.stderr.write("Keep the secret now: it is not stored and cannot be shown again.")

    def _list(self, options: dict[str, Any]) -> None:
        for line in credential_lines(now=timezone.now(), slug=options["organisation"]):
            self.stdout.write(f"{line.key}  {line.state:8}  {line.organisation}  {','.join(line.scopes)}  {line.name}")

    def _revoke(self, options: dict[str, Any]) -> None:
        if not auth.revoke(options["key"], now=timezone.now()):
            raise CommandError("There is no such key, or it has been revoked already.")
        self.stdout.write("Revoked.")


def _organisation_id(slug: str) -> int:
    found = organisation_id_of(slug)
    if found is None:
        raise CommandError(f"There is no organisation with the slug {slug!r}.")
    return found
