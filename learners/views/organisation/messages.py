"""Messages as an academy admin sees them: the catalogue, what each kind looks like, and what became of them."""

from csp.constants import NONE, UNSAFE_INLINE
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET

from learners.messages import budget
from learners.messages.catalogue import CATALOGUE
from learners.messages.kinds import MessageKind
from learners.messages.rendering import Receiver, Rendered
from learners.messages.rendering import render as render_message
from learners.models import Message
from learners.queries.messages import counts_by_kind_and_state, log_of
from learners.roles import Permission
from learners.views.messages import page_number
from learners.views.organisation.federation import federation_tabs
from learners.views.organisation.frame import needs, required_acting
from learners.views.showing_messages import log_line, states_of

# Nobody: a link in a preview declines nothing.
NOBODY = 0
NAME = "Anna"
# A mail has its styles in its elements and fetches nothing.
POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}


@needs(Permission.MANAGE_FEDERATION)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show all kinds with counts over the whole platform, and the log of the admin's own organisation."""
    counts = counts_by_kind_and_state()
    page = log_of(required_acting(request).organisation.id, page_number(request))
    context = {
        "tabs": federation_tabs("learners:message_catalogue"),
        "kinds": [{"kind": kind, "counts": states_of(key, counts)} for key, kind in CATALOGUE.items()],
        "states": [state.label for state in Message.State],
        "budget": budget,
        "lines": [log_line(entry, timezone.now()) for entry in page],
        "page_obj": page,
    }
    return render(request, "learners/messages/catalogue.html", context)


@needs(Permission.MANAGE_FEDERATION)
@require_GET
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a kind looks like in both languages, with sample data."""
    kind = _kind(key)
    previews = [{"language": language, "mail": _sample(kind, language)} for language, _name in settings.LANGUAGES]
    return render(request, "learners/messages/preview.html", {"kind": kind, "previews": previews})


@needs(Permission.MANAGE_FEDERATION)
@require_GET
def as_mail(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Show a kind in one language as a mail program does, with sample data."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponse(_sample(_kind(key), language).html)
    response._csp_config = POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - as csp.decorators.csp does
    return response


def _kind(key: str) -> MessageKind:
    if key not in CATALOGUE:
        raise Http404
    return CATALOGUE[key]


def _sample(kind: MessageKind, language: str) -> Rendered:
    with override(language):
        return render_message(kind, kind.sample, Receiver(NOBODY, NAME, language))
