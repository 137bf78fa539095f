"""Django finds a room's models here; import them from their own files."""

from learners.models.accounts import Account, User
from learners.models.enrolments import Answer, Enrolment, StepProgress
from learners.models.memberships import Membership, RoleAssignment
from learners.models.organisations import Federation, Organisation, Unit

__all__ = [
    "Account",
    "Answer",
    "Enrolment",
    "Federation",
    "Membership",
    "Organisation",
    "RoleAssignment",
    "StepProgress",
    "Unit",
    "User",
]
