"""What the pages of an organisation say when an action refuses: the field it concerns, or None, and the words."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from learners import errors

WORDS: dict[type[errors.CannotDo], tuple[str | None, Any]] = {
    errors.NameTaken: ("name", _("Choose another name. Something else here is called that.")),
    errors.KeyTaken: (None, _("Choose another code or word in addresses. This one is in use.")),
    errors.CodeTaken: ("scb_code", _("Check the code. Another organisation has it.")),
    errors.UnderItself: ("parent", _("Choose a unit that does not stand below this one.")),
    errors.TooDeep: (None, _("The tree would get too many levels. Choose a place higher up.")),
    errors.AboveIsClosed: (None, _("The unit above is closed, or closes earlier. Open it first, or choose another.")),
    errors.DatesClash: (None, _("The dates contradict each other, or those that are written down already.")),
    errors.OwnOrganisation: (None, _("You act for this organisation yourself, so it cannot be closed by you.")),
    errors.RootStays: (None, _("The topmost unit is the organisation itself. The academy renames and closes it.")),
    errors.MembershipExists: (
        None,
        _("The person has this membership already, on some of these days. Choose other days."),
    ),
    errors.MembershipUsed: (None, _("Something was done through this membership. Give it a last day instead.")),
    errors.RolesProlonged: (
        None,
        _("More days would prolong a role that is your own, or that you cannot give. Add another membership instead."),
    ),
    errors.ReasonMissing: ("reason", _("Write why, in a few words")),
    errors.InvitationJustSent: (
        None,
        _("The invitation went less than an hour ago. Wait a while before you send it again."),
    ),
    errors.WorksElsewhere: (None, _("You cannot change the name or the address here. Ask the academy to do it.")),
    errors.AddressTaken: ("email", _("Check the address. This one cannot be used.")),
    errors.LastManager: (None, _("Nobody else is HR here any more. Open the page again and confirm.")),
}


def said(refused: errors.CannotDo) -> tuple[str | None, str]:
    """Return the form's field that a refusal concerns (None: the whole form) and what to do about it.

    Raises the refusal itself when nobody has words for it, so that a page never says nothing.
    """
    if isinstance(refused, errors.StillInUse):
        return "last_day", _still_in_use(refused)
    if type(refused) not in WORDS:
        raise refused
    field, words = WORDS[type(refused)]
    return field, str(words)


def _still_in_use(refused: errors.StillInUse) -> str:
    counts = [
        (refused.memberships, ngettext("%(n)s person", "%(n)s people", refused.memberships)),
        (refused.units, ngettext("%(n)s unit below", "%(n)s units below", refused.units)),
        (refused.teams, ngettext("%(n)s team", "%(n)s teams", refused.teams)),
    ]
    parts = [words % {"n": n} for n, words in counts if n]
    left = (
        parts[0]
        if len(parts) == 1
        else gettext("%(first)s and %(last)s")
        % {
            "first": ", ".join(parts[:-1]),
            "last": parts[-1],
        }
    )
    return gettext("%(left)s would be left after that day. Move or end them first.") % {"left": left}
