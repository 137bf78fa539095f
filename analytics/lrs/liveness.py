"""Whether the database is still at the other end of a connection that was kept, found out by the request's own query."""

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

Found = TypeVar("Found")


def asked_first(read: Callable[[], Found]) -> Found:
    """Run the first read of a request, on a new connection if the one that was kept turns out to be dead.

    Otherwise Django asks SELECT 1 at each request (CONN_HEALTH_CHECKS), a round trip that tells nothing more. `read`
    changes nothing, so it can be run again. Raises OperationalError and InterfaceError when there is no database.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # django-stubs does not know it
    try:
        return read()
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return read()
