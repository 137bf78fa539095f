"""Verbs: what was done, as an IRI, with words for people to read."""

from __future__ import annotations

from analytics.xapi.atoms import iri, language_map
from analytics.xapi.shapes import closed

verb = closed(
    "a verb",
    "xAPI-Data 2.4.3",
    {"id": iri, "display": language_map},
    required=("id",),
)
