"""Pictures of the CMS. Course pictures are content, not personal data; they are shown to signed-in readers."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve


@login_required
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file below MEDIA_ROOT, to signed-in readers only."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # a name that no file system takes
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=86400"
    return response


def no_documents(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer that there are no documents, in place of Wagtail's pages for them."""
    raise Http404
