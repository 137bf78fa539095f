"""The columns of a file of people: their headings in both languages, how long a cell may be, and the words in them."""

from enum import StrEnum

from learners.roles import Role


class Column(StrEnum):
    """A column, in the order in which the template offers them."""

    EMAIL = "email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    UNIT = "unit"
    POSITION = "position"
    SECTOR = "sector"
    LEADER_GROUP = "leader_group"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    LANGUAGE = "language"
    ROLE = "role"


REQUIRED = (Column.EMAIL, Column.FIRST_NAME, Column.LAST_NAME, Column.UNIT)

# The first of each language is what the template and the page write.
HEADINGS: dict[str, dict[Column, tuple[str, ...]]] = {
    "sv": {
        Column.EMAIL: ("e-post", "e-postadress", "epost", "epostadress", "mejl", "mejladress"),
        Column.FIRST_NAME: ("förnamn",),
        Column.LAST_NAME: ("efternamn",),
        Column.UNIT: ("enhet",),
        Column.POSITION: ("befattning", "titel"),
        Column.SECTOR: ("sektor",),
        Column.LEADER_GROUP: ("ledargrupp",),
        Column.VALID_FROM: ("från", "från och med"),
        Column.VALID_TO: ("till", "till och med"),
        Column.LANGUAGE: ("språk",),
        Column.ROLE: ("roll",),
    },
    "en": {
        Column.EMAIL: ("email", "e-mail", "email address", "e-mail address"),
        Column.FIRST_NAME: ("first name", "given name"),
        Column.LAST_NAME: ("last name", "surname", "family name"),
        Column.UNIT: ("unit",),
        Column.POSITION: ("position", "job title"),
        Column.SECTOR: ("sector",),
        Column.LEADER_GROUP: ("leader group",),
        Column.VALID_FROM: ("from", "valid from"),
        Column.VALID_TO: ("to", "until", "valid to"),
        Column.LANGUAGE: ("language",),
        Column.ROLE: ("role",),
    },
}

# In characters. A unit may be written with all units above it.
LONGEST: dict[Column, int] = {
    Column.EMAIL: 254,
    Column.FIRST_NAME: 80,
    Column.LAST_NAME: 80,
    Column.UNIT: 600,
    Column.POSITION: 120,
    Column.SECTOR: 80,
    Column.LEADER_GROUP: 40,
    Column.VALID_FROM: 40,
    Column.VALID_TO: 40,
    Column.LANGUAGE: 40,
    Column.ROLE: 40,
}

LANGUAGES = {"sv": ("sv", "svenska", "swedish"), "en": ("en", "engelska", "english")}
LEADER_GROUPS = {
    "elected": ("elected", "förtroendevald", "elected member"),
    "official": ("official", "tjänsteperson"),
    "key_person": ("key_person", "nyckelperson", "key person"),
}
ROLES: dict[Role, tuple[str, ...]] = {
    Role.STAFF: ("staff", "medarbetare"),
    Role.LEADER: ("leader", "chef", "ledare"),
    Role.HR: ("hr",),
    Role.FACILITATOR: ("facilitator", "träffledare"),
    Role.AUTHOR: ("author", "författare"),
    Role.REVIEWER: ("reviewer", "granskare"),
    Role.ACADEMY_ADMIN: ("academy_admin", "academy admin", "akademiadministratör", "akademiadmin"),
    Role.COORDINATOR: ("coordinator", "samordnare"),
    Role.FEDERATION_ANALYST: ("federation_analyst", "federation analyst", "federationsanalytiker"),
}


def heading(column: Column, language: str) -> str:
    """Return the heading to write in a language; Swedish for a language without headings."""
    return HEADINGS.get(language, HEADINGS["sv"])[column][0]


def _by_word() -> dict[str, Column]:
    words = {word: column for headings in HEADINGS.values() for column, names in headings.items() for word in names}
    return words | {column.value: column for column in Column}


BY_HEADING: dict[str, Column] = _by_word()
