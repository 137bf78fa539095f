"""Entering organisations, units and people."""

from django.db import IntegrityError, transaction

from learners.models import Federation, Organisation, Unit, User


@transaction.atomic
def add_organisation(*, federation: Federation, name: str, slug: str, kind: str, scb_code: str = "") -> Organisation:
    """Add an organisation and its root unit, which bears its name."""
    organisation = Organisation.objects.create(
        federation=federation, name=name, slug=slug, kind=kind, scb_code=scb_code
    )
    add_unit(organisation=organisation, name=name, parent=None)
    return organisation


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, parent: Unit | None, is_controller: bool = False) -> Unit:
    """Add a unit below `parent`, in the same organisation; the root unit alone has no parent."""
    if parent is not None and parent.organisation_id != organisation.pk:
        raise ValueError("A unit stands in the same organisation as the unit above it.")
    unit = Unit.objects.create(organisation=organisation, name=name, parent=parent, is_controller=is_controller)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def add_person(
    *, email: str, first_name: str, last_name: str, language: str = "sv", password: str | None = None
) -> User:
    """Add a person who can sign in, by password or by a code sent to the address."""
    return User.objects.create_user(email, password, first_name=first_name, last_name=last_name, language=language)


def locked_person(*, email: str, first_name: str, last_name: str, language: str) -> tuple[User, bool]:
    """Return who has the address, whatever its case, or a new person; and whether they are new.

    Their row is locked until the caller's transaction ends, so that nobody is entered twice at the same time. Names and
    language of someone who is known already stay as they are.
    """
    address = email.strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        return _locked(address), False
    try:
        return add_person(email=address, first_name=first_name, last_name=last_name, language=language), True
    except IntegrityError:
        # Another transaction has entered the same address in the meantime.
        return _locked(address), False


def _locked(address: str) -> User:
    return User.objects.select_for_update(no_key=True).get(email__iexact=address)


def hold_person(person_id: int) -> User:
    """Return a person, locked until the caller's transaction ends; raise User.DoesNotExist."""
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def full_name_of(person_id: int) -> str:
    """Return a person's whole name, for what is written in their name."""
    return User.objects.get(pk=person_id).get_full_name()


def choose_language(*, person: User, language: str) -> None:
    """Keep the language a person reads and gets mail in."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
