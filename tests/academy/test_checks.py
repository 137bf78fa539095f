"""The system check: a model of ours is scoped, or says why not."""

import pytest
from django.apps import apps
from django.core.checks import Error
from django.db import models
from django.test.utils import isolate_apps

from academy import checks
from academy.models import Delivery


def test_every_model_of_ours_passes() -> None:
    assert list(checks.every_model_is_scoped_or_says_why(None)) == []


@isolate_apps("learners")
def test_a_model_that_is_neither_scoped_nor_says_why_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Secret(models.Model):
        class Meta:
            app_label = "learners"

        def __str__(self) -> str:
            return "secret"

    monkeypatch.setattr(apps, "get_models", lambda: [Delivery, Secret])
    found = list(checks.every_model_is_scoped_or_says_why(None))
    assert [(type(message), message.id, message.msg) for message in found] == [
        (Error, "academy.E001", "learners.Secret is neither scoped nor says why not.")
    ]


def test_an_empty_reason_is_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Delivery, "unscoped_because", "")
    found = list(checks.every_model_is_scoped_or_says_why(None))
    assert [message.msg for message in found] == ["academy.Delivery is neither scoped nor says why not."]
