"""Operators prove who they are twice before they see how the platform is."""

import pytest
from django.test import Client

from learners.models import User
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
ADDRESSES = ["/drift/", "/en/drift/", "/admin/"]


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("drift@akademin.example", "x", first_name="Dag", last_name="Drift")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_operator_is_asked_for_the_second_factor(operator: User, address: str) -> None:
    answer = signed_in(operator, second_factor=False).get(address)
    assert answer.status_code == 302
    assert "/tva-steg/" in answer.headers["Location"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_operator_who_has_shown_it_enters(operator: User, address: str) -> None:
    assert signed_in(operator).get(address).status_code == 200


def test_a_delivery_is_not_sent_again_before_the_second_factor(operator: User) -> None:
    client: Client = signed_in(operator, second_factor=False)
    assert "/tva-steg/" in client.post("/drift/leveranser/igen/").headers["Location"]
