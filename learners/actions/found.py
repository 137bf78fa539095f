"""The first federation of a platform, its first organisation and whoever invites all others."""

from datetime import datetime

from django.db import transaction

from academy.periods import local_day
from learners.actions.invite import invite
from learners.actions.organisations import WORDS_OF_ADDRESSES
from learners.actions.people import add_organisation
from learners.errors import KeyTaken
from learners.models import Federation, Organisation, Unit
from learners.roles import Role


@transaction.atomic
def found(
    *,
    federation: tuple[str, str],
    organisation: tuple[str, str],
    kind: str,
    admin: tuple[str, str, str],
    now: datetime,
) -> Organisation:
    """Make a federation (key, name) with one organisation (slug, name), and invite its academy admin.

    The admin is address, first name and last name, and is mailed. For an operator, when nobody is there yet who could do
    it on a page. Enter a scope of all before. Raises KeyTaken when either of the two is there already.
    """
    (key, name), (slug, organisation_name) = federation, organisation
    if Federation.objects.filter(key=key).exists():
        raise KeyTaken(key)
    if slug in WORDS_OF_ADDRESSES or Organisation.objects.filter(slug=slug).exists():
        raise KeyTaken(slug)
    made = Federation.objects.create(key=key, name=name, launched_on=local_day(now))
    first = add_organisation(federation=made, name=organisation_name, slug=slug, kind=kind)
    address, first_name, last_name = admin
    invite(
        by_id=None,
        unit=Unit.objects.get(organisation=first, parent=None),
        email=address,
        first_name=first_name,
        last_name=last_name,
        language="sv",
        valid_from=local_day(now),
        now=now,
        role=Role.ACADEMY_ADMIN,
    )
    return first
