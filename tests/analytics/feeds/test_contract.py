"""The API keeps what its OpenAPI document promises: schemathesis asks what the document allows, and what it does not."""

from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from analytics.lrs.auth import Allows
from analytics.tasks import fill_windows
from tests.analytics.feeds.test_api import key_of
from tests.analytics.release.test_figures import stated
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/openapi.json"
EXAMPLES = 50
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]


@pytest.fixture
def promised() -> Any:
    """The document as a schema over the WSGI application, asked for valid and for invalid requests."""
    schema = schemathesis.openapi.from_dict(Client().get(DOCUMENT).json())
    schema.app = get_wsgi_application()
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return schema


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the test's connection open when a request ends: it holds the test's transaction."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def headers(cast: Cast, settings: Any) -> dict[str, str]:
    """A real key of Eksjö, which has figures, with its neighbours' beside them."""
    settings.API_REQUESTS_PER_MINUTE = 0
    for town in (cast.eksjo, cast.nassjo):
        happened(town.care, "anna", at=timezone.now())
        stated(town.care, 7, date(2026, 1, 1))
    fill_windows()
    issued = key_of(cast.eksjo, Allows.READ_FIGURES)
    return {"Authorization": f"Bearer {issued.key}.{issued.secret}"}


EVERYWHERE = ["/kpis", "/figures", "/data", "/revisions", "/shared"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_an_address_answers_as_the_document_says(promised: Any, headers: dict[str, str], cast: Cast, path: str) -> None:
    statuses: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case[Any]) -> None:
        response = case.call(headers=headers)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS, headers=headers)
        text = response.text
        assert cast.nassjo.canary not in text
        assert cast.molndal.canary not in text

    operation = promised[f"/api/v1{path}"]["GET"]
    _all_of(operation, ask)
    assert 200 in statuses
    assert statuses <= {200, 401, 422}
    assert 422 in statuses or path == "/kpis", "nothing invalid was asked"


def _all_of(operation: Any, ask: Any) -> None:
    """Ask valid and invalid requests of one operation."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        strategy = operation.as_strategy(generation_mode=mode)
        given(case=strategy)(ask)()


def test_the_document_describes_every_address(promised: Any) -> None:
    assert {operation.ok().path.removeprefix("/api/v1") for operation in promised.get_all_operations()} == set(
        EVERYWHERE
    )
