"""What can go wrong in an action, in this room's own words."""


class CannotDo(Exception):
    """An action that the rules refuse; its text is for developers, views choose the words for people."""


class ModuleNotOpen(CannotDo):
    """The module does not exist or is not published."""


class AttemptClosed(CannotDo):
    """The attempt is finished or withdrawn; nothing in it changes any more."""


class UnknownChoice(CannotDo):
    """The step, question or choice is not part of what the learner is taking."""


class NoteTooLong(CannotDo):
    """A note has more characters than are kept; `reflections` are the ids of those, as text."""

    def __init__(self, reflections: list[str]) -> None:
        super().__init__(", ".join(reflections))
        self.reflections = reflections


class StepNotReached(CannotDo):
    """An earlier step is not done yet."""


class NotYours(CannotDo):
    """The row does not exist, belongs to another organisation, or no grant reaches it: one kind of no."""


class NameTaken(CannotDo):
    """Another one beside it is called the same."""


class CodeTaken(CannotDo):
    """Another organisation has this municipality code."""


class KeyTaken(CannotDo):
    """The key or address is in use, or has been."""


class RootStays(CannotDo):
    """The topmost unit is the organisation itself: it is renamed and closed with it, and never moved."""


class OwnOrganisation(CannotDo):
    """Whoever keeps the federation would lock themselves out."""


class UnderItself(CannotDo):
    """A unit cannot stand below itself or below a unit that stands below it."""


class TooDeep(CannotDo):
    """The tree of units would have more levels than it bears."""


class AboveIsClosed(CannotDo):
    """What stands above is closed, or closes earlier."""


class DatesClash(CannotDo):
    """The dates contradict each other, or those of a row that is there already."""


class StillInUse(CannotDo):
    """Something in the unit goes on after its last day: counts say what."""

    def __init__(self, *, memberships: int, units: int, teams: int) -> None:
        super().__init__(f"{memberships} memberships, {units} units and {teams} teams go on.")
        self.memberships = memberships
        self.units = units
        self.teams = teams


class MembershipExists(CannotDo):
    """The person has the same membership already, on a day that both share."""


class MembershipUsed(CannotDo):
    """Something was done through the membership, so that it cannot be removed, only ended."""


class RolesProlonged(CannotDo):
    """More days for the membership would be more days for a role that whoever asks may not give, or that is their own."""


class ReasonMissing(CannotDo):
    """A correction backwards says why."""


class InvitationJustSent(CannotDo):
    """The invitation went less than an hour ago."""


class WorksElsewhere(CannotDo):
    """The person belongs to another organisation too, so this one does not change their name or address."""


class AddressTaken(CannotDo):
    """The address cannot be given to this person."""


class LastManager(CannotDo):
    """Nobody would be left who may enter people in the organisation; it takes a confirmation."""


class QuestionsRemain(CannotDo):
    """The step has questions that are neither answered rightly nor shown."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__(f"Questions remain: {', '.join(questions)}")
        self.questions = questions


class FileNotReady(CannotDo):
    """A file of people with errors is not entered, and one that is too old is not taken back."""
