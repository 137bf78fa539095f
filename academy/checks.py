"""System checks: what must hold in every environment, and what only production must."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db.models import Model

from academy.scoping import ScopedManager, ScopedModel

OURS = ("academy", "courses", "learners", "analytics")


@register(Tags.models)
def every_model_is_scoped_or_says_why(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> Iterable[CheckMessage]:
    """Each model of ours is a ScopedModel with a scoped manager, or carries `unscoped_because`."""
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        if issubclass(model, ScopedModel):
            yield from _scoped_by_its_manager(model)
            continue
        if not getattr(model, "unscoped_because", ""):
            yield Error(
                f"{model._meta.label} is neither scoped nor says why not.",
                hint="Inherit academy.scoping.ScopedModel, or set unscoped_because to a reason that an auditor can read.",
                id="academy.E001",
            )


def _scoped_by_its_manager(model: type[Model]) -> Iterable[CheckMessage]:
    if not isinstance(model._meta.default_manager, ScopedManager):
        yield Error(
            f"{model._meta.label} is read by a manager that does not ask for a scope.",
            hint="Let its first manager be an academy.scoping.ScopedManager.",
            id="academy.E002",
        )


@register(Tags.security, deploy=True)
def production_guards_people(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> Iterable[CheckMessage]:
    """What `check --deploy` says of the academy's own settings, beside Django's."""
    if not settings.SECOND_FACTOR_REQUIRED:
        yield Caution(
            "A second factor is only offered, so a password alone opens other people's records.",
            hint="Leave ACADEMY_SECOND_FACTOR out, or set it to required.",
            id="academy.W001",
        )
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        yield Caution(
            "Each web process counts tries to sign in by itself.",
            hint="Set ACADEMY_CACHE_URL to a Redis that all processes share.",
            id="academy.W002",
        )
