"""How two versions of a block are compared, where Wagtail's own way cannot be read: yes and no instead of True."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.compare import BlockComparison


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
