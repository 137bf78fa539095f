"""Pages that say how things are: help, and what is stored about people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to sign in, take a course and ask for help."""
    return render(request, "pages/help.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is stored about a person, and who sees it."""
    return render(request, "pages/privacy.html")
