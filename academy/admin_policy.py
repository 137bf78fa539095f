"""The CMS has a content security policy of its own: Wagtail 8 carries inline scripts and styles, our pages do not."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

ADMIN_PREFIX = "/admin/"
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


class AdminPolicyMiddleware:
    """Stands inside CSPMiddleware and hands it the CMS's policy for answers under /admin/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the policy that belongs to the address."""
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_config = ADMIN_POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - as csp.decorators.csp does
        return response
