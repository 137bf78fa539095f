"""Taking second factors away: from someone who has lost theirs, by whoever manages people, or by an operator."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from academy.scoping import unscoped
from learners.actions.journal import note_change
from learners.actions.messages import send
from learners.changes import ChangeKind
from learners.messages.catalogue import SECOND_FACTOR_RESET
from learners.models import User
from learners.tenancy import Acting


def void_proofs(*, person: User, now: datetime) -> None:
    """Let no session count a second factor that was shown before now."""
    person.second_factor_void_before = now
    person.save(update_fields=["second_factor_void_before"])


@transaction.atomic
def reset_second_factor(*, acting: Acting, person: User, now: datetime) -> None:
    """Take all second factors of a person away, write it down and tell the person.

    Whether `acting` may do it is asked by learners.queries.second_factor.resettable, which finds the person.
    """
    _take_away(person, now, by=acting.organisation.name, organisation_id=acting.organisation.id)
    note_change(
        organisation_id=acting.organisation.id,
        by_id=acting.person_id,
        kind=ChangeKind.SECOND_FACTOR_RESET,
        subject_id=person.pk,
        now=now,
    )


@transaction.atomic
def reset_by_operator(*, person: User, organisation_ids: list[int], now: datetime) -> None:
    """Do the same from the command line; it is written down in each organisation where the person works."""
    _take_away(person, now, by=settings.ACADEMY_NAME, organisation_id=None)
    with unscoped("an operator resets a person's second factor"):
        for organisation_id in organisation_ids:
            note_change(
                organisation_id=organisation_id,
                by_id=None,
                kind=ChangeKind.SECOND_FACTOR_RESET,
                subject_id=person.pk,
                now=now,
            )


def _take_away(person: User, now: datetime, *, by: str, organisation_id: int | None) -> None:
    Authenticator.objects.filter(user_id=person.pk).delete()
    void_proofs(person=person, now=now)
    send(
        kind=SECOND_FACTOR_RESET,
        person_id=person.pk,
        key=f"second-factor-reset:{person.pk}:{now.isoformat()}",
        context={"organisation": by},
        now=now,
        organisation_id=organisation_id,
    )
