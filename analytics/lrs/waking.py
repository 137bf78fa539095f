"""Asks a worker for what comes after a statement, by name: the jobs stand above this stage and may not be imported."""

from typing import Any

from celery import current_app

from academy.jobs import kick

FILL = "analytics.fill_windows"


def ask_for_counting() -> None:
    """Have the windows that wait counted once this transaction has committed."""
    kick(_fill())


def _fill() -> Any:
    return current_app.signature(FILL)
