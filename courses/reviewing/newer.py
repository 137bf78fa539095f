"""What is said to whoever decides about a draft that somebody has saved anew meanwhile."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.reviewing.queries import shown_by


def told_of_newer(page: Page, mark: str) -> SafeString:
    """Return the words, as HTML with a link to what has changed since the draft that the mark was taken of."""
    return format_html(
        '{} <a href="{}" target="_blank" rel="noreferrer">{}</a>',
        _("Somebody has saved this draft since you were shown it. Nothing is published or approved."),
        comparison(page, mark),
        _("See what has changed"),
    )


def comparison(page: Page, mark: str) -> str:
    """Return the address of a comparison; of the draft itself where what was shown has been saved over."""
    shown = shown_by(mark)
    before = shown.pk if shown and shown.pk != page.latest_revision_id else page.live_revision_id
    if before is None or page.latest_revision_id in {None, before}:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before, page.latest_revision_id])
