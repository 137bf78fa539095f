"""Every way of saying no, as JSON: what is wrong, where in the body, why, and which requirement says so."""

from collections.abc import Mapping
from http import HTTPStatus

from analytics.lrs.auth import Unauthenticated
from analytics.lrs.door import TriedTooOften
from analytics.lrs.limits import Allowance
from analytics.lrs.policy import ActorRefused
from analytics.lrs.store import Conflict
from analytics.lrs.voiding import NotYours
from analytics.xapi.errors import StatementError
from analytics.xapi.json_text import dumps

REFUSED = (StatementError, Conflict, NotYours, ActorRefused)
"""What the layers below refuse, in words that need no HTTP."""

CHALLENGE = 'Basic realm="xAPI", charset="UTF-8"'


class Refusal(Exception):
    """An answer that is no success. `where` is a JSON pointer into the body, or the name of a parameter or header."""

    def __init__(
        self,
        status: HTTPStatus,
        why: str,
        *,
        where: str = "",
        requirement: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.where = where
        self.requirement = requirement
        self.headers = dict(headers or {})

    def text(self) -> str:
        """The body of the answer."""
        parts = {"error": self.status.phrase, "where": self.where, "why": self.why, "requirement": self.requirement}
        return dumps(parts)


def bad_request(why: str, *, where: str = "", requirement: str = "") -> Refusal:
    """A request that no repetition makes right (400)."""
    return Refusal(HTTPStatus.BAD_REQUEST, why, where=where, requirement=requirement)


def forbidden(why: str, *, where: str = "", requirement: str = "") -> Refusal:
    """A request that this credential, or any credential, may not make (403)."""
    return Refusal(HTTPStatus.FORBIDDEN, why, where=where, requirement=requirement)


def too_large(why: str) -> Refusal:
    """More than this store takes at once (413)."""
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, why, requirement="xAPI-Communication 3.2")


def refusal_of(error: StatementError | Conflict | NotYours | ActorRefused, *, is_batch: bool) -> Refusal:
    """Return the answer to what the layers below refuse; `where` points into an array only if one was sent."""
    match error:
        case Conflict():
            where, status, rule = f"/{error.position}/id", HTTPStatus.CONFLICT, "xAPI-Communication 2.1.2"
        case NotYours():
            where, status, rule = f"/{error.position}/object/id", HTTPStatus.FORBIDDEN, "xAPI-Data 2.3.2"
        case ActorRefused():
            where, status, rule = error.where, HTTPStatus.FORBIDDEN, "docs/lrs.md, actors"
        case StatementError():
            where, status, rule = error.pointer, HTTPStatus.BAD_REQUEST, error.requirement
    why = error.message if isinstance(error, StatementError) else str(error)
    return Refusal(status, why, where=where if is_batch else where.removeprefix("/0"), requirement=rule)


def too_many(allowance: Allowance) -> Refusal:
    """More requests with one key than a minute has room for (429)."""
    why = (
        f"This key may make {allowance.limit} requests a minute. Nothing was done: come back, and send more at a time."
    )
    headers = {**allowance.headers(), "Retry-After": str(allowance.seconds_left)}
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, why, where="Authorization", headers=headers)


def tried_too_often(error: TriedTooOften) -> Refusal:
    """Another wrong secret from an address that has sent too many (429)."""
    rule = "xAPI-Communication 3.2"
    status = HTTPStatus.TOO_MANY_REQUESTS
    return Refusal(status, str(error), where="Authorization", requirement=rule, headers=error.headers)


def unauthorised(error: Unauthenticated) -> Refusal:
    """A request whose sender is unknown (401)."""
    headers = {"WWW-Authenticate": CHALLENGE}
    rule = "xAPI-Communication 4.0"
    return Refusal(HTTPStatus.UNAUTHORIZED, str(error), where="Authorization", requirement=rule, headers=headers)
