"""Browsing by capability: all of them, and one."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.competences.queries import browsing as queries
from courses.queries import catalogue_address


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the capabilities by area and group, each with the modules that develop it."""
    areas = queries.areas()
    framework = areas[0].row.framework if areas else None
    context = {"areas": areas, "framework": framework, "catalogue_url": catalogue_address()}
    return render(request, "courses/capabilities.html", context)


@require_safe
@login_required
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a capability is, how mature it can be, what it serves and the modules that develop it."""
    found = queries.capability(key)
    if found is None:
        raise Http404
    context = {
        "capability": found,
        "levels": queries.levels_of(found),
        "goals": queries.goals_of(found),
        "modules": queries.modules_of(found),
        "catalogue_url": catalogue_address(),
    }
    return render(request, "courses/capability.html", context)
