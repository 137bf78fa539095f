"""What can change in an organisation, as its journal names it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What someone has done, in words for the page of changes."""

    ORGANISATION_ADDED = "organisation_added", _("Added an organisation")
    ORGANISATION_CHANGED = "organisation_changed", _("Changed an organisation")
    ORGANISATION_CLOSED = "organisation_closed", _("Closed an organisation")
    ORGANISATION_REOPENED = "organisation_reopened", _("Opened an organisation again")
    JOINT_MEMBER_ADDED = "joint_member_added", _("Added a member of a joint body")
    JOINT_MEMBER_ENDED = "joint_member_ended", _("Ended a membership of a joint body")
    SECTOR_ADDED = "sector_added", _("Added a sector")
    SECTOR_CHANGED = "sector_changed", _("Changed a sector")
    UNIT_ADDED = "unit_added", _("Added a unit")
    UNIT_RENAMED = "unit_renamed", _("Renamed a unit")
    UNIT_MOVED = "unit_moved", _("Moved a unit")
    UNIT_CONTROLLER = "unit_controller", _("Changed who controls a unit’s personal data")
    UNIT_CLOSED = "unit_closed", _("Closed a unit")
    UNIT_REOPENED = "unit_reopened", _("Opened a unit again")
    TEAM_ADDED = "team_added", _("Added a team")
    TEAM_CHANGED = "team_changed", _("Changed a team")
    TEAM_CLOSED = "team_closed", _("Closed a team")
    TEAM_REOPENED = "team_reopened", _("Opened a team again")
    TEAM_JOINED = "team_joined", _("Added a person to a team")
    TEAM_LEFT = "team_left", _("Removed a person from a team")
    TEAM_STAYED = "team_stayed", _("Let a person stay in a team")
    HEADCOUNT_STATED = "headcount_stated", _("Stated the number of employees")
    HEADCOUNT_REMOVED = "headcount_removed", _("Removed a number of employees")
    PERSON_INVITED = "person_invited", _("Invited a person")
    INVITATION_REPEATED = "invitation_repeated", _("Sent an invitation again")
    PERSON_CHANGED = "person_changed", _("Changed a person’s name or address")
    MEMBERSHIP_ADDED = "membership_added", _("Added a membership")
    MEMBERSHIP_CORRECTED = "membership_corrected", _("Corrected a membership")
    MEMBERSHIP_ENDED = "membership_ended", _("Ended a membership")
    MEMBERSHIP_REMOVED = "membership_removed", _("Removed a membership entered by mistake")
    ROLE_GRANTED = "role_granted", _("Gave a role")
    ROLE_REVOKED = "role_revoked", _("Took a role back")
    FILE_APPLIED = "file_applied", _("Entered people from a file")
    FILE_UNDONE = "file_undone", _("Took back a file of people")
    KEY_ISSUED = "key_issued", _("Made a key")
    KEY_ROTATED = "key_rotated", _("Changed the secret of a key")
    KEY_REVOKED = "key_revoked", _("Ended a key")
    SHARING_CHANGED = "sharing_changed", _("Changed what is shared with other organisations")
    SECOND_FACTOR_RESET = "second_factor_reset", _("Reset a person’s second factor")
