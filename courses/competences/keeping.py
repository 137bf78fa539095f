"""Keeping the database as the files say, after each migration."""

from typing import Any

from django.core.management.base import CommandError

from courses.competences.actions import load
from courses.competences.reading import BrokenFramework, frameworks


def ensure_frameworks(apps: Any = None, **_: Any) -> None:
    """Load the frameworks of the files; nothing happens when they are there, or when the tables are not there yet.

    Safe to run again, also after `manage.py flush`. Raises CommandError with the sentence that says what is broken.
    """
    if apps is not None and "capability" not in apps.all_models["courses"]:
        return
    try:
        load(frameworks=frameworks())
    except BrokenFramework as broken:
        raise CommandError(str(broken)) from broken
