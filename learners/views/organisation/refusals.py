"""What the pages of an organisation say when an action refuses: the field it concerns, or None, and the words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learners import errors


def said(refused: errors.CannotDo) -> tuple[str | None, str]:
    """Return the form's field that a refusal concerns (None: the whole form) and what to do about it."""
    match refused:
        case errors.NameTaken():
            return "name", _("Choose another name. Something else here is called that.")
        case errors.KeyTaken():
            return None, _("Choose another key or word in addresses. This one is in use.")
        case errors.CodeTaken():
            return "scb_code", _("Check the code. Another organisation has it.")
        case errors.UnderItself():
            return "parent", _("Choose a unit that does not stand below this one.")
        case errors.TooDeep():
            return None, _("The tree would get too many levels. Choose a place higher up.")
        case errors.AboveIsClosed():
            return None, _("The unit above is closed, or closes earlier. Open it first, or choose another.")
        case errors.DatesClash():
            return None, _("The dates contradict each other, or those that are written down already.")
        case errors.OwnOrganisation():
            return None, _("You act for this organisation yourself, so it cannot be closed by you.")
        case errors.RootStays():
            return None, _("The topmost unit is the organisation itself. The academy renames and closes it.")
        case errors.MembershipExists():
            return None, _("The person has this membership already, on some of these days. Choose other days.")
        case errors.MembershipUsed():
            return None, _("Something was done through this membership. Give it a last day instead.")
        case errors.ReasonMissing():
            return "reason", _("Write why, in a few words")
        case errors.InvitationJustSent():
            return None, _("The invitation went less than an hour ago. Wait a while before you send it again.")
        case errors.WorksElsewhere():
            return None, _("You cannot change the name or the address here. Ask the academy to do it.")
        case errors.AddressTaken():
            return "email", _("Check the address. This one cannot be used.")
        case errors.LastManager():
            return None, _("Nobody else is HR here any more. Open the page again and confirm.")
        case errors.StillInUse():
            return "last_day", _still_in_use(refused)
    raise refused


def _still_in_use(refused: errors.StillInUse) -> str:
    counts = [
        (refused.memberships, ngettext("%(n)s person", "%(n)s people", refused.memberships)),
        (refused.units, ngettext("%(n)s unit below", "%(n)s units below", refused.units)),
        (refused.teams, ngettext("%(n)s team", "%(n)s teams", refused.teams)),
    ]
    parts = [words % {"n": n} for n, words in counts if n]
    left = parts[0] if len(parts) == 1 else _("%(first)s and %(last)s") % {
        "first": ", ".join(parts[:-1]),
        "last": parts[-1],
    }
    return _("%(left)s would be left after that day. Move or end them first.") % {"left": left}
