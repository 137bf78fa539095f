"""What the journal keeps of a change, in words: which value was which before, and which after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.changes import ChangeKind
from learners.models import Organisation
from learners.models.memberships import LeaderGroup
from learners.role_names import ROLE_NAMES
from learners.roles import Role

# In the order in which they are said. A value that is not listed here is kept and not shown.
LABELS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "name_sv": gettext_lazy("Name in Swedish"),
    "name_en": gettext_lazy("Name in English"),
    "kind": gettext_lazy("Kind of organisation"),
    "scb_code": gettext_lazy("Municipality code (SCB)"),
    "parent": gettext_lazy("Stands below"),
    "unit": gettext_lazy("Unit"),
    "unit_id": gettext_lazy("Unit"),
    "is_controller": gettext_lazy("Own data controller"),
    "member": gettext_lazy("Municipality or company"),
    "position": gettext_lazy("Position"),
    "sector": gettext_lazy("Sector"),
    "leader_group": gettext_lazy("Leader group"),
    "role": gettext_lazy("Role"),
    "takes_part": gettext_lazy("Takes part in the shared figures"),
    "valid_from": gettext_lazy("From"),
    "valid_to": gettext_lazy("Last day"),
    "closed_on": gettext_lazy("Last day"),
    "as_of": gettext_lazy("Day"),
    "employees": gettext_lazy("Number of employees"),
    "source": gettext_lazy("Source"),
    "records": gettext_lazy("Records that moved"),
}
# By the name of a value, such as "sector": what it is called.
Words = Mapping[str, Mapping[str, str]]
DAYS = {"valid_from", "valid_to", "closed_on", "as_of"}
CODES: dict[str, Mapping[str, Any]] = {
    "kind": dict(Organisation.Kind.choices),
    "leader_group": dict(LeaderGroup.choices),
    "role": {role.value: ROLE_NAMES.get(role, role.value) for role in Role},
}


@dataclass(frozen=True)
class Detail:
    """One value of a change: as it was, empty where there was none, and as it is."""

    label: str
    before: str
    after: str


def kind_label(kind: str) -> str:
    """Return what was done, in the reader's language; the bare word of a kind that is no longer declared."""
    return str(ChangeKind(kind).label) if kind in ChangeKind.values else kind


def details(before: Mapping[str, Any], after: Mapping[str, Any], words: Words) -> list[Detail]:
    """Return the values that differ, in words; `words` are those of values that are an organisation's own, by name."""
    said = [
        Detail(str(label), _value(name, before.get(name), words), _value(name, after.get(name), words))
        for name, label in LABELS.items()
        if before.get(name) != after.get(name)
    ]
    return [detail for detail in said if detail.before or detail.after]


def _value(name: str, value: Any, words: Words) -> str:
    if value is None or value == "":
        return ""
    if name in words:
        return words[name].get(str(value), "")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return str(number_format(value, force_grouping=True))
    if name in DAYS:
        return _day(str(value))
    return str(CODES.get(name, {}).get(str(value), value))


def _day(value: str) -> str:
    """Write a day, its number on the same line as its month however narrow the table is."""
    try:
        said = date_format(date.fromisoformat(value))
    except ValueError:
        return value
    return said.replace(" ", "\N{NO-BREAK SPACE}", 1)
