"""Attachments as a statement describes them; the data itself travels beside the statement."""

from __future__ import annotations

from analytics.xapi.atoms import count, iri, irl, language_map, media_type, sha2
from analytics.xapi.shapes import closed, list_of

_SECTION = "xAPI-Data 2.4.11"

attachment = closed(
    "an attachment",
    _SECTION,
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": media_type,
        "length": count,
        "sha2": sha2,
        "fileUrl": irl,
    },
    required=("usageType", "display", "contentType", "length", "sha2"),
)

attachments = list_of(attachment, "attachments", _SECTION)
