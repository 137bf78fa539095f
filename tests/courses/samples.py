"""A small course for tests, with ids that tests can name."""

import uuid
from typing import Any

from courses.competences.queries.choosing import by_keys
from courses.models import CataloguePage, MicroCoursePage

NAMESPACE = uuid.UUID("6c8f4f0e-6f0e-4b57-9a2b-52b0a8c1d9aa")


def fixed(name: str) -> str:
    """Return the id that the sample course gives this part."""
    return str(uuid.uuid5(NAMESPACE, name))


STEPS = [fixed("step-1"), fixed("step-2"), fixed("step-3")]
QUESTION, RIGHT, WRONG, WORSE = fixed("question"), fixed("right"), fixed("wrong"), fixed("worse")


def choice(id_: str, text: str, *, right: bool = False) -> dict[str, Any]:
    """Return one choice as the stream stores it."""
    return {"id": id_, "type": "item", "value": {"text": text, "is_correct": right, "feedback": f"Om {text}."}}


def step(id_: str, title: str, *body: dict[str, Any]) -> dict[str, Any]:
    """Return one step as the stream stores it."""
    return {"id": id_, "type": "step", "value": {"title": title, "minutes": 2, "body": list(body)}}


def text(name: str, html: str) -> dict[str, Any]:
    """Return one passage as the stream stores it."""
    return {"id": fixed(name), "type": "text", "value": html}


def steps() -> list[dict[str, Any]]:
    """Return the three steps of the sample course."""
    question = {
        "id": QUESTION,
        "type": "question",
        "value": {
            "text": "Vad gör du?",
            "choices": [choice(WRONG, "Ringer"), choice(RIGHT, "Frågar", right=True), choice(WORSE, "Väntar")],
        },
    }
    return [
        step(STEPS[0], "Börja här", text("t1", "<p>Ett <b>första</b> steg.</p>")),
        step(STEPS[1], "Frågan", text("t2", "<p>Läs noga.</p>"), question),
        step(STEPS[2], "Avsluta", text("t3", "<p>Sist.</p>")),
    ]


def catalogue(language: str = "sv") -> CataloguePage:
    """Return the catalogue in a language."""
    found: CataloguePage = CataloguePage.objects.get(locale__language_code=language)
    return found


def sample_course(
    under: CataloguePage,
    title: str = "Fråga först",
    slug: str = "fraga-forst",
    capabilities: tuple[str, ...] = ("skapa-dialog",),
) -> MicroCoursePage:
    """Add and publish the sample course under a catalogue."""
    page = MicroCoursePage(
        title=title,
        slug=slug,
        summary="En kort kurs om att fråga.",
        minutes=6,
        locale=under.locale,
        outcomes=[("outcome", "Fråga innan du svarar")],
        steps=steps(),
        at_work="<p>Fråga en kollega i dag.</p>",
        sources=[("source", {"label": "Egen text", "url": ""})],
    )
    page.capabilities = by_keys(capabilities)
    under.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
