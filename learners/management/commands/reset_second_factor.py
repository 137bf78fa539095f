"""manage.py reset_second_factor ADDRESS: for whoever has lost app, passkeys and recovery codes, and HR as well."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from learners.actions.second_factor import reset_by_operator
from learners.queries.second_factor import person_by_address


class Command(BaseCommand):
    """Takes a person's second factors away, writes it down and mails the person."""

    help = "Take the second factors of the person with this email address away, and mail them about it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("address")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reset it; fail when nobody has the address."""
        found = person_by_address(options["address"])
        if found is None:
            raise CommandError("Nobody has this address.")
        person, organisation_ids = found
        reset_by_operator(person=person, organisation_ids=organisation_ids, now=timezone.now())
        self.stdout.write("Reset. The person is mailed, and adds a new second factor after signing in.")
