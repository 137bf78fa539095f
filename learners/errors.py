"""What can go wrong in an action, in this room's own words."""


class CannotDo(Exception):
    """An action that the rules refuse; its text is for developers, views choose the words for people."""


class ModuleNotOpen(CannotDo):
    """The module does not exist or is not published."""


class AttemptClosed(CannotDo):
    """The attempt is finished or withdrawn; nothing in it changes any more."""


class UnknownChoice(CannotDo):
    """The step, question or choice is not part of what the learner is taking."""


class StepNotReached(CannotDo):
    """An earlier step is not done yet."""


class QuestionsRemain(CannotDo):
    """The step has questions that are neither answered rightly nor shown."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__(f"Questions remain: {', '.join(questions)}")
        self.questions = questions
