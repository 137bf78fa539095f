"""What a learner's own browser may say: a closed list of verbs that no figure counts, about its own attempt and no more.

The browser says what was done, to what and when. Who did it, what that is called and where it belongs is set here, so
that nothing personal and no free text can come in this way (docs/decisions/0038-the-learners-browser.md).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from academy.periods import local_day
from analytics.emit.activities import module_activity, step_activity
from analytics.emit.statements import actor_of
from analytics.lrs import authors, ingest
from analytics.lrs.moments import CLOCKS_DIFFER_BY, as_datetime
from analytics.lrs.rows import Stamp, Subject
from analytics.models import Statement
from analytics.xapi import build, reading, vocabulary
from analytics.xapi.actor import agent as check_agent
from analytics.xapi.atoms import extensions
from analytics.xapi.build import Json
from analytics.xapi.errors import Path, StatementError
from analytics.xapi.shapes import closed, list_of
from analytics.xapi.versions import Version
from learners.api import OwnAttempt, launched_on

MOST_STATEMENTS = 50
_RULE = "docs/lrs.md, a learner's browser"

VERBS: Mapping[str, vocabulary.Term] = {
    verb.iri: verb
    for verb in (
        vocabulary.EXPERIENCED,
        vocabulary.INTERACTED,
        vocabulary.PLAYED,
        vocabulary.PAUSED,
        vocabulary.SEEKED,
        vocabulary.SUSPENDED,
        vocabulary.RESUMED,
    )
}
"""What it may say; no figure counts any of them."""

EXTENSIONS = frozenset(f"{vocabulary.VIDEO_PROFILE}/extensions/{name}" for name in ("time", "time-from", "time-to"))
"""Where in a film it happened, in seconds: the only result that it may add."""


class NotForASession(PermissionError):
    """A learner's browser may not say this, or not about this. `where` is a JSON pointer into what was sent."""

    def __init__(self, why: str, path: Path) -> None:
        super().__init__(why)
        self.where = StatementError(why, _RULE, path).pointer


def record(sent: Any, attempt: OwnAttempt, *, clock: Callable[[], datetime]) -> None:
    """Store what the browser of the attempt's learner sends, all of it or nothing; what is stored already is passed over.

    Raises StatementError for what has another form, NotForASession for what it may not say, and what ingest.record
    raises.
    """
    _check_form(sent)
    about = dict(_activities(attempt))
    said = [_statement(each, attempt, about, position) for position, each in enumerate(sent)]
    days: dict[Any, list[Json]] = defaultdict(list)
    for statement in said:
        days[local_day(as_datetime(statement["timestamp"]))].append(statement)
    author = authors.session(attempt.organisation_id, launched_on(attempt.organisation_id))
    subject = Subject(Statement.Kind.MODULE, attempt.content.activity.key, attempt.content.activity.kind)
    with transaction.atomic():
        for day, statements in days.items():
            stamp = Stamp(attempt.dimensions(day), subject)
            ingest.record(statements, author=author, version=Version.V2_0, stamp=stamp, clock=clock)


def _anything(_: object) -> None:
    """What is looked at later, or by the validator of statements."""


_named = closed("what has an id", _RULE, {"id": _anything, "objectType": _anything}, required=("id",))
_said = closed(
    "what a learner's browser says",
    _RULE,
    {
        "id": _anything,
        "actor": check_agent,
        "verb": closed("a verb", _RULE, {"id": _anything}, required=("id",)),
        "object": _named,
        "timestamp": _anything,
        "context": closed("a context", _RULE, {"registration": _anything}),
        "result": closed("a result", _RULE, {"extensions": extensions}, required=("extensions",)),
    },
    required=("id", "verb", "object", "timestamp"),
)
_batch = list_of(_said, "statements", _RULE, filled=True)


def _check_form(sent: Any) -> None:
    _batch(sent)
    if len(sent) > MOST_STATEMENTS:
        raise StatementError(f"holds more than {MOST_STATEMENTS} statements", _RULE)
    for position, each in enumerate(sent):
        try:
            local_day(as_datetime(str(each["timestamp"])))
        except (ValueError, OverflowError):
            raise StatementError("must be a timestamp", _RULE, (position, "timestamp")) from None
        for key, value in each.get("result", {}).get("extensions", {}).items():
            if key not in EXTENSIONS or isinstance(value, bool) or not isinstance(value, int | Decimal):
                raise StatementError("must be a second of a film", _RULE, (position, "result", "extensions", key))


def _activities(attempt: OwnAttempt) -> Iterator[tuple[str, Json]]:
    """Give what may be spoken about, by its IRI: the module as it was taken, its steps, and parts of them."""
    content = attempt.content
    yield content.activity.iri, module_activity(content.activity)
    for step in content.steps:
        this = content.step_activity(step)
        yield this.iri, step_activity(this)
        for part in content.part_activities(step):
            name = {content.activity.language: part.name}
            yield part.iri, {"objectType": "Activity", "id": part.iri, "definition": {"name": name}}


def _statement(said: Mapping[str, Any], attempt: OwnAttempt, about: Mapping[str, Json], position: int) -> Json:
    """Return the whole statement; raise NotForASession for another's, and for other words and things."""
    actor = actor_of(attempt.account)
    verb, activity = VERBS.get(str(said["verb"]["id"])), about.get(str(said["object"]["id"]))
    if verb is None:
        raise NotForASession(f"A learner's browser says {_words()} and nothing else.", (position, "verb", "id"))
    if activity is None:
        raise NotForASession("This is no part of the module that was taken.", (position, "object", "id"))
    if "actor" in said and reading.agent_key(said["actor"]) != reading.agent_key(actor):
        raise NotForASession("A learner's browser speaks about the learner alone.", (position, "actor"))
    if said.get("context", {}).get("registration", str(attempt.registration)) != str(attempt.registration):
        raise NotForASession("This is the registration of another attempt.", (position, "context", "registration"))
    if attempt.completed_at and as_datetime(said["timestamp"]) > attempt.completed_at + CLOCKS_DIFFER_BY:
        raise NotForASession("The attempt was finished before that.", (position, "timestamp"))
    context = build.context(
        registration=attempt.registration,
        language=attempt.content.activity.language,
        activities=_parents(said, attempt),
    )
    statement = {"id": said["id"], "actor": actor, "verb": {"id": verb.iri, "display": dict(verb.display)}}
    statement |= {"object": activity, "timestamp": said["timestamp"], "context": context}
    return statement | ({"result": dict(said["result"])} if "result" in said else {})


def _parents(said: Mapping[str, Any], attempt: OwnAttempt) -> Mapping[str, Sequence[Json]]:
    module = attempt.content.activity
    return {} if said["object"]["id"] == module.iri else {"parent": [module_activity(module)]}


def _words() -> str:
    return ", ".join(verb.display["en"] for verb in VERBS.values())
