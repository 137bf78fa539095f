"""Ralph with a backend that keeps nothing: what its HTTP and its validation alone can do. Run inside Ralph's own environment.

Ralph's file backend refuses every write after the first (5.1.0), and the others need servers that Debian lacks.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from ralph.backends import loader  # type: ignore[import-not-found]
from ralph.backends.data.base import DataBackendStatus  # type: ignore[import-not-found]
from ralph.backends.lrs.base import (  # type: ignore[import-not-found]
    BaseLRSBackend,
    BaseLRSBackendSettings,
    StatementQueryResult,
)


class KeepsNothing(BaseLRSBackend[BaseLRSBackendSettings]):  # type: ignore[misc]
    """Takes every statement, stores none and finds none."""

    def write(self, data: Iterable[Any], *_: object, **__: object) -> int:
        """Count what is to be stored."""
        return sum(1 for _ in data)

    def query_statements(self, *_: object, **__: object) -> Any:
        """Find nothing."""
        return StatementQueryResult(statements=[])

    def query_statements_by_ids(self, *_: object, **__: object) -> Iterator[Any]:
        """Find nothing, so that every statement is new."""
        return iter(())

    def status(self) -> Any:
        """Be well."""
        return DataBackendStatus.OK

    def _read_dicts(self, *_: object, **__: object) -> Iterator[Any]:
        return iter(())

    def close(self) -> None:
        """Have nothing to close."""


# The server asks for its backend when it is imported, by the name that RALPH_RUNSERVER_BACKEND has.
loader.get_lrs_backends = lambda: {"nothing": KeepsNothing}

from ralph.api import app  # type: ignore[import-not-found]  # noqa: E402

__all__ = ["app"]
