"""`manage.py found_academy`: the first federation, organisation and academy admin, on a platform where nobody is yet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.utils import timezone

from academy.scoping import unscoped
from learners.actions.found import found
from learners.errors import KeyTaken
from learners.models import Organisation


class Command(BaseCommand):
    """Makes what everything else is made from on pages, and mails the one who will make it."""

    help = "Make a federation with its first organisation, and invite its academy admin by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names."""
        parser.add_argument("--federation", nargs=2, required=True, metavar=("KEY", "NAME"))
        parser.add_argument("--organisation", nargs=2, required=True, metavar=("SLUG", "NAME"))
        parser.add_argument("--kind", choices=Organisation.Kind.values, default=Organisation.Kind.MUNICIPALITY)
        parser.add_argument("--admin", nargs=3, required=True, metavar=("ADDRESS", "FIRST-NAME", "LAST-NAME"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; raise CommandError with a sentence when a name cannot be, or is there already."""
        try:
            validate_slug(options["federation"][0])
            validate_slug(options["organisation"][0])
            validate_email(options["admin"][0])
        except ValidationError as error:
            raise CommandError(
                "Keys have small letters, digits and hyphens; the admin has an email address."
            ) from error
        try:
            with unscoped("operator: found_academy"):
                found(
                    federation=tuple(options["federation"]),
                    organisation=tuple(options["organisation"]),
                    kind=options["kind"],
                    admin=tuple(options["admin"]),
                    now=timezone.now(),
                )
        except KeyTaken as error:
            raise CommandError(
                f"There is something with the key {error} already, or it is a word of our addresses."
            ) from error
        self.stdout.write("Made. The academy admin has been mailed, and invites everybody else on pages.")
