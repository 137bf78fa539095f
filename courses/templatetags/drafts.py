"""What tells a page's present draft from every later one, for the forms that decide about it."""

from django import template
from wagtail.models import Page, Revision

from courses.reviewing.queries import mark_of

register = template.Library()


@register.filter
def draft_mark(shown: Page | Revision) -> str:
    """Return the mark of a revision, or of a page's latest (courses.reviewing.queries)."""
    if isinstance(shown, Revision):
        return mark_of(shown.pk, shown.created_at)
    return mark_of(shown.latest_revision_id, shown.latest_revision_created_at)
