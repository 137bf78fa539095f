"""A site with a start page and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def start(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse()


urlpatterns = [path("", start, name="start")]
