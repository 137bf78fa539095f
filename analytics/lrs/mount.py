"""Where /xapi/ is answered: before sessions, languages, forms and pages, which would cost a third of the throughput."""

from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from academy.faults import RETRY_AFTER_SECONDS, is_database_fault
from analytics.lrs import addresses, alternate
from analytics.lrs.answers import refused
from analytics.lrs.auth import Unauthenticated
from analytics.lrs.body import drain
from analytics.lrs.door import TriedTooOften, holder
from analytics.lrs.finishing import finished, permission
from analytics.lrs.limits import spend
from analytics.lrs.refusals import Refusal, bad_request, too_many, tried_too_often, unauthorised
from analytics.lrs.views import about
from analytics.lrs.views.asked import Asked
from analytics.lrs.views.resources import RESOURCES, View
from analytics.xapi.versions import HEADER, Version, VersionError, negotiate

log = structlog.get_logger(__name__)


class LrsMount:
    """The first middleware: answers /xapi/ by itself and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer or pass on."""
        return respond(request) if addresses.is_ours(request) else self.get_response(request)


def respond(request: HttpRequest) -> HttpResponseBase:
    """Answer a request to the store: refusals in JSON, always with the version spoken, whatever goes wrong."""
    meant = request
    try:
        _require_https(request)
        if alternate.is_alternate(request):
            meant = alternate.meant(request)
        response = _routed(meant)
    except Refusal as refusal:
        response = refused(refusal)
    except Exception as error:  # noqa: BLE001 - no fault of ours may reach a tool as an HTML page
        response = refused(_fault(error))
    response[HEADER] = _answering_version(meant).header
    return finished(request, meant, response)


def _answering_version(request: HttpRequest) -> Version:
    try:
        return negotiate(request.headers.get(HEADER))
    except VersionError as error:
        return error.answer


def _routed(request: HttpRequest) -> HttpResponseBase:
    resource = addresses.resource_of(request)
    if resource != "about" and resource not in RESOURCES:
        names = ", ".join(["about", *RESOURCES])
        why = f"There is no such resource. The store has, below {addresses.PREFIX}: {names}."
        raise Refusal(HTTPStatus.NOT_FOUND, why)
    methods = about.METHODS if resource == "about" else RESOURCES[resource][0]
    if request.method == "OPTIONS":
        return permission((*methods, "OPTIONS"))
    _require_method(request, (*methods, "OPTIONS"))
    return about.about(request) if resource == "about" else _answered(RESOURCES[resource][1], _asked(request))


def _answered(view: View, asked: Asked) -> HttpResponseBase:
    """Answer a request of somebody known; who is refused while still sending is heard out, and so reads why."""
    try:
        response = view(asked)
    except Exception:
        drain(asked.request)
        raise
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        drain(asked.request)
    return response


def _asked(request: HttpRequest) -> Asked:
    try:
        version = negotiate(request.headers.get(HEADER))
    except VersionError as error:
        raise bad_request(str(error), where=HEADER, requirement="xAPI-Communication 3.3") from None
    now = timezone.now()
    try:
        scope = holder(request, now)
    except TriedTooOften as error:
        raise tried_too_often(error) from None
    except Unauthenticated as error:
        raise unauthorised(error) from None
    allowance = spend("lrs", scope.key, limit=settings.LRS_REQUESTS_PER_MINUTE, now=now)
    if allowance.is_exceeded:
        raise too_many(allowance)
    return Asked(request, version, scope)


def _require_https(request: HttpRequest) -> None:
    """Refuse, rather than redirect, what came unencrypted in production: its key was readable on the way."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        raise Refusal(HTTPStatus.FORBIDDEN, "Use https: a key sent unencrypted is a key given away.")


def _require_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        allowed = ", ".join(methods)
        why = f"This resource knows {allowed}."
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, why, headers={"Allow": allowed})


def _fault(error: Exception) -> Refusal:
    if is_database_fault(error):
        log.warning("lrs_database_fault", error=type(error).__name__)
        why = "The database is away or busy. Nothing was confirmed: send it again, with ids, so that nothing counts twice."
        return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, why, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    log.error("lrs_fault", exc_info=error)
    return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; it has been logged.")
