"""Tags and filters of the design system: icons, and lengths, times and names as the look writes them.

Numbers, dates and times of day need nothing here: Django writes them by ``academy/formats``.

Loaded as a template builtin by the settings; templates name it in ``{% load %}`` anyway, so that each can be read
on its own.
"""

from datetime import date, datetime, timedelta

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

KIND_ICONS = {
    "micro": "cards",
    "lecture": "monitor-play",
    "workshop": "chalkboard-teacher",
    "programme": "path",
}
TONE_ICONS = {
    "success": "check-circle",
    "info": "info",
    "warning": "lightbulb",
    "danger": "warning-circle",
    "neutral": "info",
    "brand": "info",
}
MESSAGE_TONES = {"debug": "neutral", "info": "info", "success": "success", "warning": "warning", "error": "danger"}
# By the type of a form's control; a textarea has none.
CONTROL_CLASSES = {"select": "select", "textarea": "textarea"}
HARD_SPACE = "\N{NO-BREAK SPACE}"
MINUTES_PER_HOUR = 60


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw one icon of ``static/icons.svg``; ``css`` adds classes.

    Without a label it is decoration and hidden from assistive technology: the words beside it must carry the meaning.
    """
    classes = f"icon {css}".strip()
    source = f"{static('icons.svg')}#i-{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            classes,
            label,
            source,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, source
    )


@register.simple_tag
def control(field: BoundField, hint: str = "", **attributes: str) -> SafeString:
    """Draw a form field's control alone, tied to the hint and the errors that ``components/field.html`` draws above it.

    ``attributes`` are further HTML attributes, such as ``autocomplete``; a placeholder is never drawn.
    """
    described = [f"{field.auto_id}_helptext"] * bool(hint) + [f"{field.auto_id}_error"] * bool(field.errors)
    look = CONTROL_CLASSES.get(getattr(field.field.widget, "input_type", "textarea"), "input")
    drawn: dict[str, str | bool] = {"class": look, **attributes, "placeholder": False}
    if described:
        drawn["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=drawn)


@register.simple_tag
def initials(name: str) -> str:
    """Give the first letters of the first and last word of a name, for the avatar: "Maja Lindqvist" is "ML"."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.filter
def duration(minutes: int) -> str:
    """Write a length given in minutes: 8 is "8 min", 60 is "1 h", 210 is "3 h 30 min" (hard spaces)."""
    hours, rest = divmod(int(minutes), MINUTES_PER_HOUR)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts).replace(" ", HARD_SPACE)


@register.filter
def when(value: datetime, now: datetime | None = None) -> str:
    """Say when something happened, as one says it: today at 10.42, yesterday at 20.14, on 3 November 2026.

    ``now`` is an aware datetime, the present moment if left out.
    """
    moment = timezone.localtime(value)
    days = timezone.localdate(now) - moment.date()
    if days == timedelta(0):
        return gettext("today at %(time)s") % {"time": date_format(moment, "TIME_FORMAT")}
    if days == timedelta(days=1):
        return gettext("yesterday at %(time)s") % {"time": date_format(moment, "TIME_FORMAT")}
    return gettext("on %(date)s") % {"date": date_format(moment)}


@register.filter
def iso_day(value: str) -> str:
    """Write a day that is kept as text, "2026-12-01", as one reads it; "" for none. Raises ValueError for no day."""
    return date_format(date.fromisoformat(value)) if value else ""


@register.filter
def kind_icon(kind: str) -> str:
    """Name the icon of a module kind; a micro-course's icon for a kind without its own."""
    return KIND_ICONS.get(kind, KIND_ICONS["micro"])


@register.filter
def tone_icon(tone: str) -> str:
    """Name the icon of an alert's tone; the neutral tone's icon for a tone without its own."""
    return TONE_ICONS.get(tone, TONE_ICONS["neutral"])


@register.filter
def message_tone(level_tag: str) -> str:
    """Turn the level of a Django message ("error") into the tone of an alert ("danger")."""
    return MESSAGE_TONES.get(level_tag, "neutral")
