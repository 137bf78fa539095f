"""What a person reads about themselves: who has seen their record, and their memberships."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from academy.periods import local_day
from learners.acting import acting_of, person_of
from learners.queries.own import own_memberships, reads_of
from learners.views.messages import page_number
from learners.views.showing_own import membership_block, read_row


@login_required
@never_cache
@require_GET
def reads(request: HttpRequest) -> HttpResponse:
    """Show who has seen the person's record, in all organisations, the last first."""
    found, page = reads_of(person_of(request).pk, page_number(request))
    return render(request, "learners/own/reads.html", {"rows": [read_row(read) for read in found], "page_obj": page})


@login_required
@never_cache
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Show the person's memberships, current and past, with roles and teams, and let them choose where to act."""
    day = local_day(timezone.now())
    acting = acting_of(request)
    chosen = acting.membership_id if acting else None
    blocks = [membership_block(row, chosen, day) for row in own_memberships(person_of(request).pk, day)]
    current = sorted((block for block in blocks if block["is_current"]), key=lambda block: not block["is_chosen"])
    context = {"current": current, "past": [block for block in blocks if not block["is_current"]]}
    return render(request, "learners/own/places.html", context)
