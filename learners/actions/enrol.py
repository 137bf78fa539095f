"""Beginning a module."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from academy.events import publish
from academy.periods import local_day
from courses import api as courses
from learners.actions.attempts import event_fields, hold_membership
from learners.errors import ModuleNotOpen
from learners.events import EnrolmentCreated
from learners.models import Enrolment
from learners.queries.enrolments import attempts_of_module
from learners.tenancy import Acting


def begin(*, acting: Acting, module_key: UUID, now: datetime) -> Enrolment:
    """Begin the module, or go on with the open attempt: pressing twice makes one attempt.

    Raises ModuleNotOpen when no such module is published.
    """
    open_attempt = _open_attempt(acting, module_key)
    if open_attempt:
        return open_attempt
    try:
        return _begin(acting, module_key, now)
    except IntegrityError:
        # The other half of a double press was first; any other cause is not ours to hide.
        if first := _open_attempt(acting, module_key):
            return first
        raise


def _open_attempt(acting: Acting, module_key: UUID) -> Enrolment | None:
    return attempts_of_module(acting.person_id, module_key).filter(completed_at__isnull=True).first()


@transaction.atomic
def _begin(acting: Acting, module_key: UUID, now: datetime) -> Enrolment:
    page = courses.module_page(module_key)
    if page is None or not hold_membership(acting.membership_id):
        raise ModuleNotOpen(str(module_key))
    enrolment = Enrolment.objects.create(
        person_id=acting.person_id,
        organisation_id=acting.organisation.id,
        membership_id=acting.membership_id,
        module_key=module_key,
        revision=courses.current_revision(page),
        begun_at=now,
        seen_at=now,
    )
    content = courses.content(enrolment.revision_id)
    fields = event_fields(enrolment, content, local_day(now))
    publish(EnrolmentCreated(event_id=uuid.uuid4(), occurred_at=now, source=enrolment.source, **fields))
    return enrolment
