"""Organisations that are nobody's, for trying tools on: a conformance suite, a load, a new system."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from academy.periods import local_day
from learners.actions.organisations import WORDS_OF_ADDRESSES
from learners.actions.people import add_organisation
from learners.errors import KeyTaken
from learners.models import Federation, Organisation


@transaction.atomic
def trial_organisation(*, slug: str, now: datetime) -> int:
    """Return the id of the trial organisation with this slug, made if it is not there yet. Enter a scope of all before.

    It stands in a federation of its own, which is left out of shared figures and of whatever names municipalities.
    Raises KeyTaken for the slug of a real organisation, or a word that is none.
    """
    found = Organisation.objects.select_related("federation").filter(slug=slug).first()
    if found is not None and found.federation.is_trial:
        return found.pk
    if found is not None or slug in WORDS_OF_ADDRESSES or not _is_slug(slug):
        raise KeyTaken(slug)
    launched_on = {"name": "Trial", "launched_on": local_day(now)}
    federation, _ = Federation.objects.get_or_create(key=Federation.TRIAL, defaults=launched_on)
    return add_organisation(federation=federation, name=slug, slug=slug, kind=Organisation.Kind.COMPANY).pk


def _is_slug(text: str) -> bool:
    try:
        Organisation._meta.get_field("slug").run_validators(text)
    except ValidationError:
        return False
    return True
