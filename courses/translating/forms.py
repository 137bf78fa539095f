"""The form of a translation: one field for each piece of words, of the kind that the source's is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.utils.text import text_from_html

from courses.reviewing.queries import mark_of
from courses.translating.queries import Pair, SideBySide
from courses.translating.segments import Kind, Segment, read


def _name(prefix: str, path: str) -> str:
    # The rich text editor looks its field up by id, and a slash means something else there.
    return f"{prefix}-{path.replace('/', '_')}"


class TranslationForm(forms.Form):
    """The words of a translation. `shown` is the mark of the draft that the form was made from."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, side: SideBySide, data: Mapping[str, Any] | None = None) -> None:
        page = side.translation
        super().__init__(data, initial={"shown": mark_of(page.latest_revision_id, page.latest_revision_created_at)})
        self.side = side
        for pair in side.pairs:
            path = pair.segment.path
            self.fields[_name("t", path)] = _field(pair.segment, pair.translation)
            if pair.has_changed or pair.is_new:
                label = _("The translation says the same as the source now")
                self.fields[_name("ok", path)] = forms.BooleanField(required=False, label=label)

    def rows(self) -> list[dict[str, Any]]:
        """Return what the page shows, row by row: the pair, its fields, and whether a new part of the page begins."""
        rows: list[dict[str, Any]] = []
        heading = ""
        for pair in self.side.pairs:
            ok = _name("ok", pair.segment.path)
            rows.append(
                {
                    "pair": pair,
                    "field": self[_name("t", pair.segment.path)],
                    "confirm": self[ok] if ok in self.fields else None,
                    "heading": pair.segment.heading if pair.segment.heading != heading else "",
                    "change": _change(pair),
                    "is_rich": pair.segment.kind is Kind.RICH,
                }
            )
            heading = pair.segment.heading
        return rows

    def texts(self) -> dict[str, str]:
        """Return the words by path."""
        return {pair.segment.path: self.cleaned_data[_name("t", pair.segment.path)] or "" for pair in self.side.pairs}

    def confirmed(self) -> set[str]:
        """Return the paths that say what the source says now: ticked, or written in this very form."""
        texts = self.texts()
        return {
            pair.segment.path
            for pair in self.side.pairs
            if self.cleaned_data.get(_name("ok", pair.segment.path)) or _is_rewritten(pair, texts[pair.segment.path])
        }


def _is_rewritten(pair: Pair, text: str) -> bool:
    # A browser sends other line breaks than it got, and the editor of rich text other tags, with the same words in them.
    return read(pair.segment.kind, text) != read(pair.segment.kind, pair.translation)


def _field(segment: Segment, text: str) -> forms.Field:
    limits: dict[str, Any] = {"required": False, "label": segment.label, "initial": text}
    if segment.kind is Kind.RICH:
        widget = get_rich_text_editor_widget("default", features=list(segment.features) or None)
        # The label leads to the hidden field: what one writes in has no name of its own.
        widget.options["ariaLabel"] = segment.name
        return forms.CharField(widget=widget, **limits)
    if segment.kind is Kind.URL:
        return forms.URLField(assume_scheme="https", **limits)
    lines = segment.kind is Kind.LINES or len(segment.text) > 80
    widget = AdminAutoHeightTextInput() if lines else forms.TextInput()
    return forms.CharField(widget=widget, max_length=segment.max_length, **limits)


def _change(pair: Pair) -> SafeString | str:
    """Return what has changed in the source since, as HTML with what was taken away and what was added."""
    if pair.before is None or not pair.has_changed:
        return ""
    before, now = pair.before, pair.segment.text
    if pair.segment.kind is Kind.RICH:
        before, now = text_from_html(before), text_from_html(now)
    html: SafeString = diff_text(before, now).to_html()
    return html
