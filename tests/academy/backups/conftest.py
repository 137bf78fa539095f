"""Databases of their own, as the tests of processes have them."""

from tests.processes.conftest import database, template

__all__ = ["database", "template"]
