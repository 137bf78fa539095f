"""What a translation was made from: the words of the source as they were when somebody last brought it in line."""

from typing import Any, ClassVar

from django.db import models
from wagtail.models import Page


class Translation(models.Model):
    """One page that is the translation of another; the words themselves are the page's own."""

    unscoped_because: ClassVar[str] = "content shared by all; it holds nobody's data"

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    # The source's text by path (courses.translating.segments), each as it was when its translation was last confirmed.
    seen: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.page_id} from {self.source_id}"
