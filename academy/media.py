"""Pictures of the CMS. Course pictures are content, not personal data; they are shown to signed-in readers."""

from mimetypes import guess_type
from pathlib import Path
from posixpath import normpath
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils._os import safe_join
from django.views.static import serve


@login_required
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Hand out one file below MEDIA_ROOT, to signed-in readers only.

    With MEDIA_INTERNAL_PREFIX the web server in front reads the file, having been told its internal address; without
    it this process does. Who may have it is decided here in both cases.
    """
    path = normpath(path).lstrip("/")
    try:
        file = Path(safe_join(str(settings.MEDIA_ROOT), path))
        if not file.is_file():
            raise Http404
        response = _by_the_server_in_front(path) if settings.MEDIA_INTERNAL_PREFIX else _by_this_process(request, path)
    except (OSError, ValueError) as error:  # a name that no file system takes
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _by_the_server_in_front(path: str) -> HttpResponseBase:
    """Answer with nginx's X-Accel-Redirect; nginx decodes the address, so it is encoded."""
    response = HttpResponse(content_type=guess_type(path)[0] or "application/octet-stream")
    response["X-Accel-Redirect"] = settings.MEDIA_INTERNAL_PREFIX + quote(path)
    return response


def _by_this_process(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


def no_documents(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer that there are no documents, in place of Wagtail's pages for them."""
    raise Http404
