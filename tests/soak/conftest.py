"""The houses of the tests of processes, for those that last."""

from tests.processes.conftest import database, house, house_with, post, template

__all__ = ["database", "house", "house_with", "post", "template"]
