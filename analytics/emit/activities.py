"""Modules, steps and questions as xAPI activities, with what a reader needs to show them and no answer key."""

from analytics.xapi.build import Interaction, Json, activity
from analytics.xapi.vocabulary import COURSE, INTERACTION, LESSON
from courses.activities import ModuleActivity, QuestionActivity, StepActivity


def module_activity(module: ModuleActivity) -> Json:
    """The module, as a course."""
    return activity(module.iri, COURSE.iri, {module.language: module.title})


def step_activity(step: StepActivity) -> Json:
    """The step, as a lesson."""
    return activity(step.iri, LESSON.iri, {step.module.language: step.title})


def question_activity(question: QuestionActivity) -> Json:
    """The question with its choices. Which of them is right stays here: statements leave the platform."""
    language = question.module.language
    choices = {str(id_): {language: text} for id_, text in question.choices}
    asked = Interaction("choice", components={"choices": choices})
    return activity(question.iri, INTERACTION.iri, {language: question.text}, interaction=asked)
