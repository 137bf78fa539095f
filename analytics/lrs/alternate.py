"""The alternate request syntax of 1.0.3: a POST whose form carries method, headers, parameters and content (1.3).

It becomes the request that it stands for before anything else looks at it, so no resource knows of it. It exists for
browsers that can neither set headers nor use other methods; 2.0 has done away with it.
"""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from analytics.lrs.body import read_body
from analytics.lrs.parameters import parameters_of
from analytics.lrs.refusals import Refusal, bad_request
from analytics.xapi.versions import HEADER, Version, VersionError, negotiate

_RULE = "xAPI-Communication 1.3"
_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
_WITH_CONTENT = ("PUT", "POST")
# What a browser that cannot set a Content-Type sends.
_FORMS = {"application/x-www-form-urlencoded", "text/plain", ""}
_HEADERS = {
    "authorization": "HTTP_AUTHORIZATION",
    "x-experience-api-version": "HTTP_X_EXPERIENCE_API_VERSION",
    "content-type": "CONTENT_TYPE",
    "content-length": "CONTENT_LENGTH",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
}
"""The form parameters that are headers, and what WSGI calls them."""

# What speaks of the form and not of the content; and the cookies, for a form may come from any page.
_OF_THE_FORM = ("HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING", "wsgi.input_terminated", "HTTP_COOKIE")
_MOST_FIELDS = 60


def is_alternate(request: HttpRequest) -> bool:
    """Tell whether a request is in the alternate syntax: a POST with the parameter method."""
    query = request.META.get("QUERY_STRING", "")
    return bool(query) and request.method == "POST" and "method" in parameters_of(query)


def meant(request: HttpRequest) -> HttpRequest:
    """Return the request that one in the alternate syntax stands for.

    Raises Refusal (400) for other parameters beside method, a method that is none, a form that cannot be read, content
    where there may be none or none where there must be some, and for a version that does not have this syntax.
    """
    _require_1_0(request.headers.get(HEADER))
    method = _method(request)
    form = _form(request)
    headers = {_HEADERS[name.lower()]: form.pop(name) for name in list(form) if name.lower() in _HEADERS}
    _require_1_0(headers.get("HTTP_X_EXPERIENCE_API_VERSION"))
    content = _content(method, form.pop("content", None), headers)
    environ: dict[str, Any] = {name: value for name, value in request.META.items() if name not in _OF_THE_FORM}
    environ |= {"CONTENT_TYPE": "application/json" if content else ""} | headers
    environ |= {
        "REQUEST_METHOD": method,
        "QUERY_STRING": urlencode(form),
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": BytesIO(content),
    }
    return WSGIRequest(environ)


def _method(request: HttpRequest) -> str:
    sent = parameters_of(request.META.get("QUERY_STRING", ""))
    method = sent.pop("method", "")
    for name in sent:
        raise _bad(f"{name}: beside method, parameters go into the form.", name)
    if method not in _METHODS:
        raise _bad(f"method must be one of {', '.join(_METHODS)}.", "method")
    return method


def _form(request: HttpRequest) -> dict[str, str]:
    if (request.content_type or "").lower() not in _FORMS:
        raise _bad(
            "A request with the parameter method holds a form: application/x-www-form-urlencoded.", "Content-Type"
        )
    try:
        text = read_body(request).decode()
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise _bad("The form is not UTF-8, or holds too many fields.") from None
    names = [name.lower() if name.lower() in _HEADERS else name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise _bad("A field of the form occurs twice; send each once.")
    return dict(pairs)


def _require_1_0(asked: str | None) -> None:
    """Refuse 2.0; what no version is, or is not there, the resource refuses."""
    try:
        version = negotiate(asked)
    except VersionError:
        return
    if version is not Version.V1_0_3:
        raise _bad(
            "2.0 has no alternate request syntax: send the method, headers and parameters as they are.", "method"
        )


def _content(method: str, content: str | None, headers: dict[str, str]) -> bytes:
    if method not in _WITH_CONTENT:
        if content:
            raise _bad(f"content: {method} takes none.", "content")
        return b""
    if content is None:
        raise _bad(f"content: {method} needs it, as a field of the form.", "content")
    if headers.get("CONTENT_TYPE", "").lower().startswith("multipart/"):
        raise _bad("Attachments cannot be sent in this syntax, for its content is text.", "Content-Type")
    return content.encode()


def _bad(why: str, where: str = "") -> Refusal:
    return bad_request(why, where=where, requirement=_RULE)
