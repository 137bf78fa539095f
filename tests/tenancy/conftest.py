"""The world that the table asks: every town has people at work in it, figures, keys and statements of its own."""

import json
import uuid
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from academy.periods import Month
from academy.scoping import entered, unscoped
from analytics.actions.headcounts import set_headcount
from analytics.lrs.actions.credentials import Issued, issue
from analytics.lrs.auth import Allows
from analytics.models import Statement
from analytics.tasks import fill_windows
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.actions.people_file import take_in
from learners.models import Enrolment, RoleAssignment
from tests.conftest import Cast, Town, acting, signed_in
from tests.courses.samples import QUESTION, RIGHT, STEPS
from tests.standing import stands
from tests.tenancy.organisations import furnished


@dataclass
class World:
    """The cast after some days of work. `parts` fill the braces of the rows."""

    cast: Cast
    keys: dict[str, Issued]
    parts: dict[str, str]

    def browser(self, role: str) -> Client:
        """Return a browser for a role of the table."""
        cast = self.cast
        people = {
            "learner": cast.eksjo.learner,
            "leader": cast.eksjo.leader,
            "hr": cast.eksjo.hr,
            "editor": cast.editor,
            "neighbour": cast.nassjo.leader,
            "elsewhere": cast.molndal.hr,
            "stranger": cast.stranger,
        }
        return Client() if role == "anonymous" else signed_in(people[role])

    def key(self, town: str) -> dict[str, str]:
        """Return the headers of a machine of a town."""
        issued = self.keys[town]
        secret = b64encode(f"{issued.key}:{issued.secret}".encode()).decode()
        return {"Authorization": f"Basic {secret}", "X-Experience-API-Version": "2.0.0"}


def _finish(town: Town, course: MicroCoursePage) -> Enrolment:
    person, now = acting(town.learner), timezone.now()
    with entered(person.scope):
        attempt = enrol.begin(acting=person, module_key=course.translation_key, now=now)
        for step in map(uuid.UUID, STEPS):
            if step == uuid.UUID(STEPS[1]):
                take.answer(
                    enrolment=attempt,
                    step_id=step,
                    question_id=uuid.UUID(QUESTION),
                    choice_id=uuid.UUID(RIGHT),
                    now=now,
                )
            take.complete_step(enrolment=attempt, step_id=step, now=now)
    return attempt


def _key(town: Town) -> Issued:
    with unscoped("test world"):
        set_headcount(
            organisation_id=town.organisation.pk,
            unit_id=town.care.pk,
            as_of=date(2026, 1, 1),
            employees=20,
            source=f"Lönesystemet {town.canary}",
            now=timezone.now(),
        )
        return issue(organisation_id=town.organisation.pk, name=town.canary, scopes=list(Allows), now=timezone.now())


def _people_file(town: Town) -> str:
    """Let HR of the town send a file whose every cell names the town, and that has an error; return its address part."""
    person = acting(town.hr)
    row = f"ny@{town.canary.lower()}.example;{town.canary};{town.canary};Okänd enhet {town.canary}"
    data = f"e-post;förnamn;efternamn;enhet\r\n{row}\r\n".encode()
    with entered(person.scope):
        file = take_in(acting=person, file_name=f"{town.canary}.csv", data=data, now=timezone.now())
    return str(file.public_id)


def _role(town: Town) -> int:
    with unscoped("test world"):
        return RoleAssignment.objects.get(membership__person=town.leader).pk


def _say(world: World, town: str) -> None:
    """Let the town's own tool store a statement that carries the town's canary word."""
    statement: dict[str, Any] = {
        "actor": {"account": {"homePage": "https://tool.example", "name": getattr(world.cast, town).canary}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": f"https://tool.example/{getattr(world.cast, town).canary}"},
    }
    response = Client().post(
        "/xapi/statements", json.dumps(statement), content_type="application/json", headers=world.key(town)
    )
    assert response.status_code == 200, response.content


SHARED_ACTIVITY = "https://tool.example/shared"
"""An activity that the tools of all towns speak of: each by its own words, and with documents of its own."""
SHARED_AGENT = '{"account": {"homePage": "https://tool.example", "name": "shared"}}'


def _keep(world: World, town: str) -> None:
    """Let the town's own tool define what others define too, and keep documents of the same places and names."""
    canary, headers = getattr(world.cast, town).canary, world.key(town)
    definition = {"name": {"sv": canary}, "extensions": {f"https://tool.example/{canary}": canary}}
    statement = {
        "actor": json.loads(SHARED_AGENT),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": SHARED_ACTIVITY, "definition": definition},
    }
    response = Client().post(
        "/xapi/statements", json.dumps(statement), content_type="application/json", headers=headers
    )
    assert response.status_code == 200, response.content
    for resource, name in (
        ("activities/state", "stateId"),
        ("activities/profile", "profileId"),
        ("agents/profile", "profileId"),
    ):
        place = {"activityId": SHARED_ACTIVITY, "agent": SHARED_AGENT}
        unknown = {"activities/profile": "agent", "agents/profile": "activityId"}.get(resource)
        known = {key: value for key, value in place.items() if key != unknown}
        for each in ("shared", canary):
            path = f"/xapi/{resource}?{urlencode({**known, name: each})}"
            response = Client().post(path, {"of": canary}, content_type="application/json", headers=headers)
            assert response.status_code == 204, response.content


@stands
def world(cast: Cast, course: MicroCoursePage) -> World:
    """Eksjö, Nässjö and Mölndal, each with a finished course, a headcount, a key, statements and counted figures."""
    finished = {town.organisation.slug: _finish(town, course) for town in cast.towns()}
    learner = acting(cast.eksjo.learner)
    with entered(learner.scope):
        attempt = enrol.begin(acting=learner, module_key=course.translation_key, now=timezone.now())
        statement = Statement.objects.order_by("pk").values_list("statement_id", flat=True)[0]
    keys = {town.organisation.slug: _key(town) for town in cast.towns()}
    files = {town.organisation.slug: _people_file(town) for town in cast.towns()}
    parts = {
        "people_file": files["eksjo"],
        "module": str(course.translation_key),
        "page": str(course.pk),
        "attempt": str(attempt.public_id),
        "finished": str(finished["eksjo"].public_id),
        "nothing": str(uuid.uuid4()),
        "statement": str(statement),
        "month": str(Month.of(timezone.now())),
        "care": str(cast.eksjo.care.pk),
        "other_care": str(cast.nassjo.care.pk),
        "membership": str(learner.membership_id),
        "leader": str(cast.eksjo.leader.pk),
        "leader_role": str(_role(cast.eksjo)),
        **furnished(cast),
        "other_canary": cast.molndal.canary,
        "other_email": cast.nassjo.hr.email,
    }
    made = World(cast, keys, parts)
    for town in keys:
        _say(made, town)
        _keep(made, town)
    fill_windows()
    return made
