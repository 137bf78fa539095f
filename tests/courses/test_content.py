"""A page as plain values: sanitised text, ids, and questions with one right answer."""

from uuid import UUID

import pytest

from courses.models import CataloguePage, MicroCoursePage
from courses.site import ensure_site
from tests.courses.samples import QUESTION, RIGHT, STEPS, WORSE, WRONG, fixed, step, text


def test_the_sample_course_as_values(course: MicroCoursePage) -> None:
    content = course.content()
    assert (content.title, content.summary, content.minutes) == ("Fråga först", "En kort kurs om att fråga.", 6)
    assert (content.activity.language, content.activity.key) == ("sv", course.translation_key)
    assert content.outcomes == ("Fråga innan du svarar",)
    assert str(content.at_work) == "<p>Fråga en kollega i dag.</p>"
    assert [(source.label, source.url) for source in content.sources] == [("Egen text", "")]
    assert [(str(s.id), s.number, s.title, s.minutes) for s in content.steps] == [
        (STEPS[0], 1, "Börja här", 2),
        (STEPS[1], 2, "Frågan", 2),
        (STEPS[2], 3, "Avsluta", 2),
    ]
    assert [[block.type for block in s.blocks] for s in content.steps] == [["text"], ["text", "question"], ["text"]]


def test_a_question_knows_its_choices(course: MicroCoursePage) -> None:
    (question,) = course.content().questions
    assert (str(question.id), question.text) == (QUESTION, "Vad gör du?")
    assert [(str(choice.id), choice.is_correct) for choice in question.choices] == [
        (WRONG, False),
        (RIGHT, True),
        (WORSE, False),
    ]
    assert question.right.feedback == "Om Frågar."
    assert question.choice(UUID(WRONG)) == question.choices[0]
    assert question.choice(UUID(int=1)) is None


@pytest.mark.parametrize("kind", ["text", "scenario", "fold"])
def test_running_text_is_sanitised_in_every_block(db: None, kind: str) -> None:
    ensure_site()
    source = '<p style="color:red">Hej <b>du</b><script>alert(1)</script><img src=x onerror=y></p>'
    block = text("b", source)
    if kind != "text":
        block = {"id": fixed("b"), "type": kind, "value": {"title": "Rubrik", "text": source}}
    catalogue = CataloguePage.objects.get(locale__language_code="sv")
    page = MicroCoursePage(
        title="Text",
        slug="text",
        summary="S",
        locale=catalogue.locale,
        at_work=source,
        steps=[step(STEPS[0], "Ett", block)],
    )
    catalogue.add_child(instance=page)
    content = MicroCoursePage.objects.get(pk=page.pk).content()
    (shown,) = content.steps[0].blocks
    html = shown.value if kind == "text" else shown.value["text"]
    assert str(html) == str(content.at_work) == "<p>Hej <b>du</b></p>"
