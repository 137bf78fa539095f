"""What an editor's browser sends when a micro-course is saved in the CMS."""

import uuid
from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text

from courses.blocks.text import FEATURES
from courses.models import Capability

Form = dict[str, Any]


def new_id() -> str:
    """Return an id as the editor's script makes one for each new block."""
    return str(uuid.uuid4())


def stream(*blocks: tuple[str, str, Any]) -> Form:
    """Return blocks, each (type, id, value), as the editor sends a stream."""
    sent: Form = {"count": str(len(blocks))}
    for index, (kind, id_, value) in enumerate(blocks):
        sent[str(index)] = {"type": kind, "id": id_, "value": value, "deleted": "", "order": str(index)}
    return sent


def choices(*texts: str, right: tuple[int, ...]) -> Form:
    """Return the choices of a question, those with a number in `right` marked as right."""
    sent: Form = {"count": str(len(texts))}
    for index, text in enumerate(texts):
        value = {"text": text, "feedback": f"Om {text}."} | ({"is_correct": "on"} if index in right else {})
        sent[str(index)] = {"id": new_id(), "value": value, "deleted": "", "order": str(index)}
    return sent


def course_form(*, question: Form, title: str = "Fråga först", step_id: str, question_id: str) -> Form:
    """Return the form of a course with one step: a passage and a question."""
    passage = rich_text("<p>Läs <b>noga</b>.</p>", features=FEATURES)
    body = stream(("text", new_id(), passage), ("question", question_id, {"text": "Vad gör du?", "choices": question}))
    step = {"title": "Börja här", "minutes": "2", "body": body}
    sent = dict(
        nested_form_data(
            {
                "title": title,
                "slug": "fraga-forst",
                "summary": "En kort kurs om att fråga.",
                "minutes": "6",
                "outcomes": stream(("outcome", new_id(), "Fråga innan du svarar")),
                "steps": stream(("step", step_id, step)),
                "at_work": rich_text("<p>Fråga en kollega.</p>", features=["bold", "italic", "ul", "ol", "link"]),
                "sources": stream(),
                "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""},
                "seo_title": "",
                "search_description": "",
                "go_live_at": "",
                "expire_at": "",
                "review_by": "",
            }
        )
    )
    return sent | {"capabilities": [str(Capability.objects.get(key="skapa-dialog").pk)]}


def published(client: Client, response: Any, reason: str = "Ett datum är rättat") -> Any:
    """Give the reason that an academy admin is asked for after pressing Publish; return the last answer."""
    if response.status_code == 302 and "/publicera/" in response.headers["Location"]:
        address = response.headers["Location"]
        shown = client.get(address).context["form"]["shown"].value()
        return client.post(address, {"reason": reason, "shown": shown})
    return response
