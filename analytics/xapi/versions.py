"""The two versions of xAPI that we speak, and everything in which their statements differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from analytics.xapi import patterns

HEADER = "X-Experience-API-Version"

# Who asks for one of these is nearer to 1.0.3: a refusal is answered in it.
_BEFORE_2 = ("0", "1")


class Version(Enum):
    """A version of xAPI, as negotiated for one request."""

    V1_0_3 = "1.0.3"
    V2_0 = "2.0.0"

    @property
    def header(self) -> str:
        """What every answer to such a request says in X-Experience-API-Version."""
        return self.value


@dataclass(frozen=True, slots=True)
class Rules:
    """The differences between the versions."""

    asked: re.Pattern[str]
    """Values of the version header that ask for this version."""
    statement_versions: tuple[re.Pattern[str], ...]
    """What a statement may say in its own property "version"."""
    timestamp: re.Pattern[str]
    timestamp_wanted: str
    timestamp_requirement: str
    timestamps_in_utc: bool
    """Whether timestamps are stored and answered in UTC whatever their offset was."""
    related_actors: bool
    """Whether a context may have contextAgents and contextGroups."""
    states_need_conditions: bool
    """Whether a state that is there is replaced only with If-Match or If-None-Match, as profiles always are."""


RULES: Mapping[Version, Rules] = {
    Version.V1_0_3: Rules(
        asked=patterns.VERSION_1_0,
        statement_versions=(patterns.STATEMENT_1_0,),
        timestamp=patterns.TIMESTAMP_ISO_8601,
        timestamp_wanted="an ISO 8601 timestamp, such as 2026-01-31T10:15:00.000Z; the offset -00:00 is not allowed",
        timestamp_requirement="xAPI-Data 4.5",
        timestamps_in_utc=False,
        related_actors=False,
        states_need_conditions=False,
    ),
    Version.V2_0: Rules(
        asked=patterns.VERSION_2_0,
        statement_versions=(patterns.STATEMENT_1_0, patterns.STATEMENT_2_0),
        timestamp=patterns.TIMESTAMP_RFC_3339,
        timestamp_wanted="an RFC 3339 timestamp with its offset, such as "
        "2026-01-31T10:15:00.000+01:00; the offset -00:00 is not allowed",
        timestamp_requirement="IEEE 9274.1.1 timestamps",
        timestamps_in_utc=True,
        related_actors=True,
        states_need_conditions=True,
    ),
}


class VersionError(ValueError):
    """A request asks for no version of xAPI, or for one that we do not speak.

    ``answer`` is the version whose header the refusal (400) should carry.
    """

    def __init__(self, message: str, answer: Version) -> None:
        super().__init__(message)
        self.answer = answer


def negotiate(header: str | None) -> Version:
    """The version that a request asks for in X-Experience-API-Version.

    "1.0" and "1.0.x" mean 1.0.3, "2.0" and "2.0.x" mean 2.0 (xAPI-Communication 3.3).
    Raises VersionError for any other value, and for None, which means that there was no header.
    """
    if header is None:
        message = f"The request has no {HEADER} header. Send it with the value 1.0.3 or 2.0.0."
        raise VersionError(message, Version.V2_0)
    asked = header.strip()
    for version, rules in RULES.items():
        if rules.asked.fullmatch(asked):
            return version
    message = f"This xAPI version is not spoken here. Send {HEADER} with the value 1.0.3 or 2.0.0."
    raise VersionError(message, Version.V1_0_3 if asked.split(".")[0] in _BEFORE_2 else Version.V2_0)
