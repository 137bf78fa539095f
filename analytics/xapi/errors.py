"""The one error of the statement validator: where, what is wrong, and which rule says so."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
"""Keys and positions from the outermost value down to the place that is wrong."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class StatementError(ValueError):
    """A statement, or the text that should hold one, breaks a rule of xAPI.

    ``path`` leads to the offending place; its first element is a position when a batch was
    checked and a property name when one statement was. ``message`` is plain English. It never
    repeats a value that was sent, because values may be personal and errors end up in logs;
    property names, which are not, may occur. ``requirement`` names the section of the
    specification that asks for it, such as "xAPI-Data 2.4.2.1".
    """

    def __init__(self, message: str, requirement: str, path: Path = ()) -> None:
        super().__init__(message)
        self.message = message
        self.requirement = requirement
        self.path = path

    def within(self, *keys: str | int) -> StatementError:
        """Put ``keys`` before the path, and return the same error.

        Checks know only their own value; each container adds its key while the error passes,
        so that valid statements never pay for paths.
        """
        self.path = (*keys, *self.path)
        return self

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer (RFC 6901); "" is the whole value."""
        escaped = (str(key).replace("~", "~0").replace("/", "~1") for key in self.path)
        return "".join(f"/{key}" for key in escaped)

    def __str__(self) -> str:
        return f"{_place(self.path)}: {self.message}"

    def __reduce__(self) -> tuple[type[StatementError], tuple[str, str, Path]]:
        return type(self), (self.message, self.requirement, self.path)


def _place(path: Path) -> str:
    if not path:
        return "statement"
    start = "statements" if isinstance(path[0], int) else ""
    return start + "".join(_step(key, first=not start and i == 0) for i, key in enumerate(path))


def _step(key: str | int, *, first: bool) -> str:
    if isinstance(key, str) and _PLAIN_KEY.fullmatch(key):
        return key if first else f".{key}"
    return f'["{key}"]' if isinstance(key, str) else f"[{key}]"
