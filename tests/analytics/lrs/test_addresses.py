"""An endpoint is typed by hand, with or without a slash at its end: both lead to the store, and to nothing else."""

import pytest
from django.test import Client, RequestFactory

from analytics.lrs.addresses import is_ours, resource_of


@pytest.mark.parametrize(
    ("path", "resource"),
    [
        *(("/xapi/statements", "statements"), ("/xapi//statements", "statements"), ("/xapi/statements/", "statements")),
        *(("/xapi/activities/state", "activities/state"), ("/xapi/activities//state", "activities//state")),
        *(("/xapi/", ""), ("/xapi/Statements", "Statements")),
    ],
)
def test_slashes_around_a_resource_are_passed_over(path: str, resource: str) -> None:
    request = RequestFactory().get(path)
    assert is_ours(request)
    assert resource_of(request) == resource


@pytest.mark.parametrize("path", ["/xapis/statements", "/", "/en/xapi/statements", "/xapi-x"])
def test_what_only_looks_like_it_is_none_of_the_stores(path: str) -> None:
    assert not is_ours(RequestFactory().get(path))


@pytest.mark.parametrize("path", ["/xapi", "/xapi/", "/xapi//", "/xapi/statements/more"])
def test_the_bare_endpoint_is_answered_by_the_store_with_what_it_has(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert "activities/profile, activities/state" in answer.json()["why"]
    assert "X-Experience-API-Version" in answer


def test_every_answer_about_statements_says_so_however_its_slashes_were_joined() -> None:
    answer = Client().get("/xapi//statements", headers={"X-Experience-API-Version": "1.0.3"})
    assert (answer.status_code, answer["X-Experience-API-Version"]) == (401, "1.0.3")
    assert "X-Experience-API-Consistent-Through" in answer
