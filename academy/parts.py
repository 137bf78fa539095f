"""The parts that pages are built of, as the catalogue of components shows them: read from the files themselves."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

FOLDER = Path(settings.ROOT) / "templates" / "components"
COMMENT = re.compile(r"\{% comment %\}(.*?)\{% endcomment %\}", re.DOTALL)

# In the order of look.md; what is in none of them stands at the end.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Frame"),
        (
            *("header", "account_menu", "brand", "mark", "breadcrumbs", "tabs"),
            *("footer", "service_links", "language_switch", "demo_line", "second_step"),
        ),
    ),
    (_("Next step and modules"), ("hero", "module_card", "kind", "leaf", "item", "fact", "weeks")),
    (
        _("Forms and questions"),
        ("field", "check", "choice", "facets", "chip", "error_summary", "form_errors", "confirm_bar", "dialog"),
    ),
    (_("What is said"), ("alert", "messages", "badge", "saved", "empty", "offline")),
    (_("How far"), ("track", "progress", "steps", "meter")),
    (_("What opens"), ("disclosure", "fold", "drop")),
    (
        _("Figures and tables"),
        ("kpi", "chart", "legend", "patterns", "suppressed", "stats", "sort_head", "pagination"),
    ),
)
# Classes of look.css on single elements, for which a file would be longer than what it says.
CLASSES = ("buttons", "surfaces", "tables", "filters")
COLOURS = (
    *("bg", "surface", "sunken", "line", "line-strong", "text", "muted", "brand", "brand-soft", "deep", "accent"),
    *("success", "warning", "danger", "info", "lecture", "workshop", "programme"),
)


@dataclass(frozen=True)
class Part:
    """One component: its name, what its file says of it and of its context, and the template that shows its states."""

    name: str
    about: str
    states: str


def names() -> list[str]:
    """Return the names of all components, by their files."""
    return sorted(path.stem for path in FOLDER.glob("*.html"))


def grouped() -> list[tuple[Any, list[Part]]]:
    """Return all components in groups; one that no group names stands in the last."""
    named = {name for _title, group in GROUPS for name in group}
    rest = [name for name in names() if name not in named]
    groups = [*GROUPS, (_("Behind the page"), tuple(rest))]
    return [(title, [_part(name) for name in group]) for title, group in groups if group]


def _part(name: str) -> Part:
    found = COMMENT.search((FOLDER / f"{name}.html").read_text())
    return Part(name, found[1].strip() if found else "", f"design/parts/{name}.html")
