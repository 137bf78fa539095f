"""A platform with nobody in it gets its first federation, organisation and academy admin, once."""

import pytest
from django.core.management import CommandError, call_command

from academy.scoping import unscoped
from learners.models import Federation, Message, Organisation, RoleAssignment, User

NAMES = {
    "federation": ("hoglandet", "Höglandet"),
    "organisation": ("eksjo", "Eksjö kommun"),
    "admin": ("anna@almgran.example", "Anna", "Almgran"),
}


def test_the_first_admin_can_begin(db: None) -> None:
    call_command("found_academy", **NAMES)
    with unscoped("test"):
        organisation = Organisation.objects.get()
        assert (organisation.slug, organisation.kind, organisation.federation.name) == (
            "eksjo",
            "municipality",
            "Höglandet",
        )
        grant = RoleAssignment.objects.get()
        assert (grant.role, grant.unit.organisation_id) == ("academy_admin", organisation.pk)
        [mail] = Message.objects.all()
    assert User.objects.get().email == "anna@almgran.example"
    assert mail.kind == "invitation"


@pytest.mark.parametrize(
    "changes",
    [
        {"federation": ("hoglandet", "Ett till")},
        {"federation": ("annat", "Ett till")},
        {"federation": ("annat", "Ett till"), "organisation": ("nassjo kommun", "Nässjö")},
        {"federation": ("annat", "Ett till"), "organisation": ("nassjo", "Nässjö"), "admin": ("anna", "A", "B")},
    ],
    ids=["the same federation", "the same organisation", "no slug", "no address"],
)
def test_nothing_is_made_twice_or_by_half(db: None, changes: dict[str, tuple[str, ...]]) -> None:
    call_command("found_academy", **NAMES)
    with pytest.raises(CommandError):
        call_command("found_academy", **{**NAMES, **changes})
    with unscoped("test"):
        assert (Federation.objects.count(), Organisation.objects.count(), User.objects.count()) == (1, 1, 1)
