"""How two versions are compared, where Wagtail's own way cannot be read: words for ticks, for days and for what changed."""

import re
from datetime import date, datetime
from typing import Any

from django.db.models import DateField
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.compare import BlockComparison, FieldComparison, TextDiff, register_comparison_class
from wagtail.models import Page, Revision

# As Wagtail writes them: a few words, and a block that came or went as a whole. The words within are escaped.
_WORDS = re.compile(r'<span class="(deletion|addition)">(.*?)</span>', re.DOTALL)
_BLOCK = re.compile(r'<div class="comparison__child-object (deletion|addition)">')


class YesOrNo(BlockComparison):
    """A tick: what it was and what it is, in words."""

    def htmlvalue(self, val: Any) -> str:
        """Return the tick in a word."""
        return _("yes") if val else _("no")

    def htmldiff(self) -> str:
        """Return both words where they differ, as Wagtail marks what was taken away and added."""
        before, after = self.htmlvalue(self.val_a), self.htmlvalue(self.val_b)
        if before == after:
            return after
        return format_html('<span class="deletion">{}</span><span class="addition">{}</span>', before, after)


class Moment(FieldComparison):
    """A day, or a day and a time, as the reader's language writes it; nothing says that there is none."""

    def htmldiff(self) -> str:
        """Return what it was and what it is."""
        before, after = _written(self.val_a), _written(self.val_b)
        html: str = TextDiff([("deletion", before), ("addition", after)]).to_html()
        return after if before == after else html


def compare_days_in_words() -> None:
    """Let Wagtail compare fields of days as the reader writes them."""
    register_comparison_class(DateField, comparison_class=Moment)  # and the fields of moments, which inherit from it


def _written(value: date | None) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    return date_format(value) if value else _("no date")


def changes_in_words(html: str) -> SafeString:
    """Return Wagtail's comparison with what was taken away and added as del and ins, each with its word before it.

    The words are for whoever hears the page; cms.css shows a line through or under.
    """
    said = {"deletion": ("del", _("taken away:")), "addition": ("ins", _("added:"))}

    def in_words(found: re.Match[str]) -> str:
        tag, word = said[found[1]]
        return format_html('<{0} class="{1}"><span class="w-sr-only">{2} </span>', tag, found[1], word) + (
            f"{found[2]}</{tag}> "
        )

    def as_a_whole(found: re.Match[str]) -> str:
        word = said[found[1]][1]
        return found[0] + format_html('<p class="comparison-word">{}</p>', word[:1].upper() + word[1:])

    return mark_safe(_BLOCK.sub(as_a_whole, _WORDS.sub(in_words, html)))  # noqa: S308 - it was safe, and stays so


def version_in_words(page: Page, named: str) -> str:
    """Return which version is compared, of whom and when. `named` is a revision's id, "live", "earliest" or "latest"."""
    revision = _revision(page, named)
    if revision is None:
        return _("What is published")
    if revision.pk == page.live_revision_id:
        which = _("What is published")
    else:
        which = _("The latest draft") if revision.pk == page.latest_revision_id else _("An earlier version")
    given = {"which": which, "moment": _written(revision.created_at)}
    if revision.user is None:
        return _("%(which)s: %(moment)s") % given
    return _("%(which)s: %(name)s, %(moment)s") % (given | {"name": revision.user.get_full_name()})


def _revision(page: Page, named: str) -> Revision | None:
    if named == "live":
        live: Revision | None = page.live_revision
        return live
    ordered = page.revisions.select_related("user").order_by("created_at", "pk")
    found: Revision | None
    if named in {"earliest", "latest"}:
        found = ordered.first() if named == "earliest" else ordered.last()
    else:
        found = ordered.filter(pk=named).first()
    return found
