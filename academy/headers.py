"""Who may put our answers into a frame, and who may load them: nobody else, and no frame but the CMS's preview."""

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse

from academy.admin_policy import ADMIN_PREFIX


class FramesAndOrigins:
    """Stands inside the middlewares of frames and of content policy, which keep what is there already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the CMS and the previews in it may be framed by the same origin, everything else by nobody."""
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # A preview is served by an inner request with the page's own address, which Wagtail marks.
        if request.path.startswith(ADMIN_PREFIX) or getattr(request, "is_preview", False):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001
        return response
