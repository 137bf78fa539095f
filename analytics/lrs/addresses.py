"""Which addresses are the record store's, and which resource each names (xAPI-Communication, appendix B)."""

from django.http import HttpRequest

PREFIX = "/xapi/"


def is_ours(request: HttpRequest) -> bool:
    """Tell whether a request is for the record store; so is one to the bare endpoint, with or without its slash."""
    return f"{request.path_info}/".startswith(PREFIX)


def resource_of(request: HttpRequest) -> str:
    """Return what a request to the store names below its endpoint, such as "activities/state"; it need not exist.

    Slashes around it are passed over: some tools join the endpoint and a resource with one slash too many.
    """
    return request.path_info.removeprefix(PREFIX).strip("/")
