"""Django finds a room's models here; import them from their own files."""

from learners.models.accounts import Account, User
from learners.models.enrolments import Answer, Enrolment, StepProgress
from learners.models.entering import Invitation, PeopleFile, PeopleFileRow
from learners.models.journal import Change, ReadEntry
from learners.models.memberships import LeaderGroup, Membership, RoleAssignment
from learners.models.messages import Message, MessageWishes
from learners.models.organisations import Federation, JointMember, Organisation, Sector, Unit
from learners.models.reflections import Note
from learners.models.teams import Team, TeamPlace

__all__ = [
    "Account",
    "Answer",
    "Change",
    "Enrolment",
    "Federation",
    "Invitation",
    "JointMember",
    "LeaderGroup",
    "Membership",
    "Message",
    "MessageWishes",
    "Note",
    "Organisation",
    "PeopleFile",
    "PeopleFileRow",
    "ReadEntry",
    "RoleAssignment",
    "Sector",
    "StepProgress",
    "Team",
    "TeamPlace",
    "Unit",
    "User",
]
