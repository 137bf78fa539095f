"""The only caller of the HTML sanitiser (docs/decisions/0002: nh3, since bleach is no longer maintained)."""

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"}
ATTRIBUTES = {"a": {"href", "hreflang", "lang"}}


def clean_html(source: str) -> SafeString:
    """Return the source with all but the listed tags and attributes removed, safe to show in a page."""
    cleaned = nh3.clean(
        source, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    return mark_safe(cleaned)  # noqa: S308 - this is what the sanitiser is for
