"""For machines that watch: whether the process lives, whether it can answer pages, and, with a token, how all is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.health import Level, as_data, essentials, findings, worst


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; the database is not asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be answered, 200 or 503, and no more.

    With a token of ACADEMY_HEALTH_TOKENS as bearer: all findings, still 503 only for what no page can do without.
    """
    with override("en"):
        found = findings(timezone.now()) if _may_know(request) else essentials()
    is_ready = worst(one for one in found if one.essential) is not Level.BAD
    data = as_data(found) if _may_know(request) else {"status": "ok" if is_ready else "unavailable"}
    return JsonResponse(data, status=200 if is_ready else 503)


def _may_know(request: HttpRequest) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return False
    return any(constant_time_compare(token, known) for known in settings.HEALTH_TOKENS)
