"""What is known of activities: every definition that a statement has given, kept once, and merged when it is asked for.

A row is appended when something is said for the first time, and no row is ever changed: statements of a batch share
activities with those of others, and a row that all of them update would make them wait for each other, in circles.
"""

import marshal
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction

from analytics.lrs import keys
from analytics.lrs.actions.definitions import Row, append
from analytics.lrs.queries.definitions import latest_said
from analytics.xapi import definitions, json_text

_REMEMBERED_FOR = 600.0
_MOST_REMEMBERED = 50_000
_MOST_MERGED = 50
"""Of an activity that is described anew with every statement, the latest rows are merged, and no more."""

_seen: dict[int, float] = {}
"""What this process has stored or found lately, as a hash, and the moment of its monotonic clock at which that ends."""


def note(statements: Iterable[Mapping[str, Any]], *, organisation_id: int) -> None:
    """Keep what fresh statements of the entered tenant say of activities, in the caller's transaction.

    What this process has seen within ten minutes costs a look-up and no query. Rows are inserted in the order of their
    keys, so that two batches that say the same wait for each other and never in a circle.
    """
    fresh = _unseen(statements, organisation_id)
    if not fresh:
        return
    append(_row(organisation_id, *each) for each in fresh.values())
    transaction.on_commit(lambda: _remember(fresh))


def merged(activity_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the merged definition of each of these activities that is known in the entered scope, by one query."""
    wanted = {_key(iri): iri for iri in activity_ids}
    if not wanted:
        return {}
    found: dict[UUID, list[Any]] = {}
    for key, text in latest_said(wanted.keys(), _MOST_MERGED):
        found.setdefault(key, []).append(json_text.loads(text.encode()))
    return {wanted[key]: definitions.merged(each) for key, each in found.items()}


def forget_seen() -> None:
    """Forget what this process has seen, when the rows may be gone."""
    _seen.clear()


def _unseen(statements: Iterable[Mapping[str, Any]], organisation_id: int) -> dict[int, tuple[str, Mapping[str, Any]]]:
    now = monotonic()
    found: dict[int, tuple[str, Mapping[str, Any]]] = {}
    for statement in statements:
        for iri, definition in definitions.said(statement):
            mark = hash((organisation_id, iri, _octets(definition)))
            if _seen.get(mark, 0.0) < now:
                found[mark] = iri, definition
    return found


def _octets(definition: Any) -> bytes | str:
    """Return what tells one definition from another: equal for equal ones in the same order, and cheap, for it is asked often.

    Version 2 of the format says the same of equal values; later ones also say which of them are one object.
    """
    try:
        return marshal.dumps(definition, 2)
    except ValueError:  # a Decimal
        return repr(definition)


def _remember(marks: Iterable[int]) -> None:
    if len(_seen) > _MOST_REMEMBERED:
        _seen.clear()
    _seen.update(dict.fromkeys(marks, monotonic() + _REMEMBERED_FOR))


def _row(organisation_id: int, iri: str, definition: Mapping[str, Any]) -> Row:
    text = json_text.dumps(definition)
    return Row(
        organisation_id=organisation_id,
        key=_key(iri),
        said=_digest(text),
        activity=keys.column(iri),
        definition=text,
    )


def _key(iri: str) -> UUID:
    return _digest(iri)


def _digest(text: str) -> UUID:
    return UUID(bytes=blake2b(text.encode(), digest_size=16).digest())
