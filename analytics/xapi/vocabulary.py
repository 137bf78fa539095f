"""The verbs, activity types and categories that our own statements use, with words for people.

IRIs come from the ADL vocabulary (adlnet.gov/expapi), the ADL profiles (w3id.org/xapi) and the Tin Can registry
(id.tincanapi.com). The words are data inside statements, not interface text, and therefore stand here and not in the
translation files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_ADL = "http://adlnet.gov/expapi"
_PROFILES = "https://w3id.org/xapi"


@dataclass(frozen=True, slots=True)
class Term:
    """An IRI with its name by language ("sv" and "en")."""

    iri: str
    display: Mapping[str, str]


def _term(iri: str, sv: str, en: str) -> Term:
    return Term(iri, MappingProxyType({"sv": sv, "en": en}))


# What happens to an enrolment.
REGISTERED = _term(f"{_ADL}/verbs/registered", "anmäldes till", "registered")
INITIALIZED = _term(f"{_ADL}/verbs/initialized", "påbörjade", "initialized")
PROGRESSED = _term(f"{_ADL}/verbs/progressed", "kom vidare i", "progressed")
COMPLETED = _term(f"{_ADL}/verbs/completed", "slutförde", "completed")
PASSED = _term(f"{_ADL}/verbs/passed", "klarade", "passed")
FAILED = _term(f"{_ADL}/verbs/failed", "klarade inte", "failed")
TERMINATED = _term(f"{_ADL}/verbs/terminated", "avslutade", "terminated")
ABANDONED = _term(f"{_PROFILES}/adl/verbs/abandoned", "avbröt", "abandoned")
WAIVED = _term(f"{_PROFILES}/adl/verbs/waived", "befriades från", "waived")
SATISFIED = _term(f"{_PROFILES}/adl/verbs/satisfied", "uppfyllde", "satisfied")
EARNED = _term("http://id.tincanapi.com/verb/earned", "fick", "earned")

# What happens inside a module or at a session.
ANSWERED = _term(f"{_ADL}/verbs/answered", "besvarade", "answered")
ATTENDED = _term(f"{_ADL}/verbs/attended", "deltog i", "attended")
EXPERIENCED = _term(f"{_ADL}/verbs/experienced", "tog del av", "experienced")
INTERACTED = _term(f"{_ADL}/verbs/interacted", "använde", "interacted")
LAUNCHED = _term(f"{_ADL}/verbs/launched", "öppnade", "launched")
PLAYED = _term(f"{_PROFILES}/video/verbs/played", "spelade", "played")
PAUSED = _term(f"{_PROFILES}/video/verbs/paused", "pausade", "paused")
SEEKED = _term(f"{_PROFILES}/video/verbs/seeked", "hoppade i", "seeked")
SUSPENDED = _term(f"{_ADL}/verbs/suspended", "gjorde uppehåll i", "suspended")
RESUMED = _term(f"{_ADL}/verbs/resumed", "återupptog", "resumed")

VOIDED = _term(f"{_ADL}/verbs/voided", "ogiltigförklarade", "voided")
"""The one verb that the specification reserves (xAPI-Data 2.3.2)."""

VERBS: Mapping[str, Term] = MappingProxyType(
    {
        verb.iri: verb
        for verb in (
            REGISTERED,
            INITIALIZED,
            PROGRESSED,
            COMPLETED,
            PASSED,
            FAILED,
            TERMINATED,
            ABANDONED,
            WAIVED,
            SATISFIED,
            EARNED,
            ANSWERED,
            ATTENDED,
            EXPERIENCED,
            INTERACTED,
            LAUNCHED,
            PLAYED,
            PAUSED,
            SEEKED,
            SUSPENDED,
            RESUMED,
            VOIDED,
        )
    }
)
"""Every verb above by its IRI."""

# Types of activities.
COURSE = _term(f"{_ADL}/activities/course", "kurs", "course")
MODULE = _term(f"{_ADL}/activities/module", "modul", "module")
LESSON = _term(f"{_ADL}/activities/lesson", "avsnitt", "lesson")
INTERACTION = _term(f"{_ADL}/activities/cmi.interaction", "fråga", "question")
FILE = _term(f"{_ADL}/activities/file", "fil", "file")
PROFILE = _term(f"{_ADL}/activities/profile", "profil", "profile")

# A category that says which profile a statement follows.
VIDEO_PROFILE = f"{_PROFILES}/video"
