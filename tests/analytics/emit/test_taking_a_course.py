"""The whole way from an action of a learner to the record store, with nothing standing in."""

import json

import pytest
from django.utils import timezone

from academy.scoping import entered, unscoped
from analytics.models import Statement
from courses.models import MicroCoursePage
from learners.actions.enrol import begin
from learners.identity import account_name
from tests.conftest import Cast, acting

pytestmark = pytest.mark.django_db


def test_beginning_a_module_is_on_record(cast: Cast, course: MicroCoursePage) -> None:
    who = acting(cast.eksjo.learner)
    with entered(who.scope):
        enrolment = begin(acting=who, module_key=course.translation_key, now=timezone.now())
        (row,) = Statement.objects.all()
    raw = json.loads(row.raw)
    assert raw["verb"]["id"] == "http://adlnet.gov/expapi/verbs/registered"
    assert raw["actor"]["account"]["name"] == str(account_name(cast.eksjo.learner.pk))
    assert raw["object"]["id"].endswith(f"/moduler/{course.translation_key}")
    assert (row.registration, row.unit_id, row.sector) == (enrolment.registration, cast.eksjo.care.pk, "care")
    assert cast.eksjo.canary not in row.raw


def test_beginning_twice_is_one_record(cast: Cast, course: MicroCoursePage) -> None:
    who = acting(cast.eksjo.learner)
    with entered(who.scope):
        for _ in range(2):
            begin(acting=who, module_key=course.translation_key, now=timezone.now())
    with unscoped("test"):
        assert Statement.objects.count() == 1
