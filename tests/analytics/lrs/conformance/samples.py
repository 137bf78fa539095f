"""Statements that use every property of the specification, and ways of changing one place in them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

Json = dict[str, Any]

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
HASH = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"

_MISSING = object()


def agent(name: str = "kim") -> Json:
    """An agent known by an address."""
    return {"objectType": "Agent", "name": "Kim", "mbox": f"mailto:{name}@example.com"}


def account(name: str = "7f3a") -> Json:
    """An agent known by an account."""
    return {"account": {"homePage": "https://tool.example", "name": name}}


def group() -> Json:
    """An identified group with members."""
    return {"objectType": "Group", "name": "Team", "mbox": "mailto:team@example.com", "member": [agent(), account()]}


def activity(name: str = "1") -> Json:
    """An activity without a definition."""
    return {"objectType": "Activity", "id": f"https://tool.example/activities/{name}"}


def attachment(**changes: Any) -> Json:
    """An attachment whose data is elsewhere."""
    return {
        "usageType": "http://example.com/attachment-usage/test",
        "display": {"en-US": "A test attachment"},
        "description": {"en-US": "A test attachment (description)"},
        "contentType": "text/plain; charset=ascii",
        "length": 27,
        "sha2": HASH,
        "fileUrl": "https://tool.example/files/1",
        **changes,
    }


def simple(**changes: Any) -> Json:
    """The simplest statement with an id of its own (xAPI-Data 2.4.s2)."""
    return {
        "id": str(uuid4()),
        "actor": {"mbox": "mailto:xapi@adlnet.gov"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/created", "display": {"en-US": "created"}},
        "object": {"id": "http://example.adlnet.gov/xapi/example/activity"},
        **changes,
    }


def voiding(target: str, **changes: Any) -> Json:
    """A statement that voids another (xAPI-Data 2.3.2)."""
    return simple(verb={"id": VOIDED}, object=reference(target), **changes)


def reference(target: str) -> Json:
    """A statement reference."""
    return {"objectType": "StatementRef", "id": target}


def definition() -> Json:
    """A definition with everything but an interaction."""
    return {
        "name": {"en-US": "Example", "sv": "Exempel"},
        "description": {"en-US": "An example"},
        "type": "http://adlnet.gov/expapi/activities/meeting",
        "moreInfo": "http://virtualmeeting.example.com/345256",
        "extensions": {"http://example.com/room": {"name": "Kilby", "empty": None}},
    }


def result() -> Json:
    """A result with everything."""
    return {
        "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
        "success": True,
        "completion": False,
        "response": "We agreed on some example actions.",
        "duration": "PT1H0M0S",
        "extensions": {"http://example.com/minutes": "X:\\meetings\\minutes"},
    }


def context() -> Json:
    """A context with everything that both versions know."""
    return {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "instructor": agent("andrew"),
        "team": group(),
        "contextActivities": {name: [activity(name)] for name in ("parent", "grouping", "category", "other")},
        "revision": "r2",
        "platform": "Example virtual meeting software",
        "language": "tlh",
        "statement": reference("6690e6c9-3ef0-4ed3-8b37-7f3964730bee"),
        "extensions": {"http://example.com/altitude": 12.5},
    }


def whole() -> Json:
    """A statement with every property that both versions know."""
    return {
        "id": str(uuid4()),
        "actor": agent(),
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/attended",
            "display": {"en-GB": "attended", "en-US": "attended"},
        },
        "object": {**activity(), "definition": definition()},
        "result": result(),
        "context": context(),
        "timestamp": "2013-05-18T05:32:34.804+00:00",
        "stored": "2013-05-18T05:32:34.804+00:00",
        "authority": agent("authority"),
        "version": "1.0.0",
        "attachments": [attachment()],
    }


def within(statement: Json) -> Json:
    """The same as the SubStatement of another one."""
    inner = {key: value for key, value in statement.items() if key not in {"id", "stored", "authority", "version"}}
    return simple(object={"objectType": "SubStatement", **inner})


def changed(statement: Json, path: str, value: Any) -> Json:
    """A copy with another value at a place, such as "context/team/member/0/name"; made on the way where it is not."""
    found = deepcopy(statement)
    holder, last = _holder(found, path)
    holder[last] = value
    return found


def without(statement: Json, path: str) -> Json:
    """A copy without what is at a place."""
    found = deepcopy(statement)
    holder, last = _holder(found, path)
    del holder[last]
    return found


def renamed(statement: Json, path: str, name: str) -> Json:
    """A copy in which a property has another name."""
    found = deepcopy(statement)
    holder, last = _holder(found, path)
    holder[name] = holder.pop(last)
    return found


def there(statement: Mapping[str, Any], path: str) -> bool:
    """Tell whether the statement has this place."""
    part: Any = statement
    for step in path.split("/"):
        if isinstance(part, list):
            if not step.isdigit() or int(step) >= len(part):
                return False
            part = part[int(step)]
            continue
        part = part.get(step, _MISSING) if isinstance(part, dict) else _MISSING
        if part is _MISSING:
            return False
    return True


def _holder(found: Json, path: str) -> tuple[Any, Any]:
    *steps, last = path.split("/")
    holder: Any = found
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    return holder, int(last) if isinstance(holder, list) else last
