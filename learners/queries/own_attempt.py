"""What a learner's own browser may speak about: their open attempt, or one that they have finished."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from courses import api as courses
from courses.api import ModuleContent
from learners.dimensions import Dimensions, Held, dimensions_on
from learners.identity import account_name
from learners.queries.dimensions import held_by
from learners.queries.enrolments import own_attempt
from learners.tenancy import Acting


@dataclass(frozen=True)
class OwnAttempt:
    """An attempt of the person who asks: their opaque account, the module as taken, and who they were on each day."""

    organisation_id: int
    account: UUID
    registration: UUID
    completed_at: datetime | None
    content: ModuleContent
    held: tuple[Held, ...]
    membership_id: int

    def dimensions(self, day: date) -> Dimensions:
        """Who the learner was on a Swedish day."""
        return dimensions_on(self.held, self.membership_id, day)


def own_attempt_of(acting: Acting, public_id: UUID) -> OwnAttempt | None:
    """Return the person's own attempt in the organisation acted for; None for anyone else's, and for a withdrawn one."""
    found = own_attempt(acting.person_id, public_id)
    if found is None:
        return None
    return OwnAttempt(
        organisation_id=found.organisation_id,
        account=account_name(found.person_id),
        registration=found.registration,
        completed_at=found.completed_at,
        content=courses.content(found.revision_id),
        held=held_by(found.person_id, found.organisation_id),
        membership_id=found.membership_id,
    )
