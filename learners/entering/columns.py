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

# Each key with the word for it in Swedish and in English, and further words that are understood.
Words = tuple[str, ...]
LANGUAGES: dict[str, Words] = {"sv": ("svenska", "Swedish"), "en": ("engelska", "English")}
LEADER_GROUPS: dict[str, Words] = {
    "elected": ("förtroendevald", "elected member"),
    "official": ("tjänsteperson", "official"),
    "key_person": ("nyckelperson", "key person"),
}
ROLES: dict[Role, Words] = {
    Role.STAFF: ("medarbetare", "staff"),
    Role.LEADER: ("chef", "leader", "ledare"),
    Role.HR: ("hr", "HR"),
    Role.FACILITATOR: ("processledare", "facilitator", "träffledare"),
    Role.AUTHOR: ("författare", "author"),
    Role.REVIEWER: ("granskare", "reviewer"),
    Role.ACADEMY_ADMIN: ("akademiadministratör", "academy admin", "akademiadmin"),
    Role.COORDINATOR: ("samordnare", "coordinator"),
    Role.FEDERATION_ANALYST: ("federationsanalytiker", "federation analyst"),
}


def word(words: Words, language: str) -> str:
    """Return the word to write in a language."""
    return words[language == "en"]


def heading(column: Column, language: str) -> str:
    """Return the heading to write in a language; Swedish for a language without headings."""
    return HEADINGS.get(language, HEADINGS["sv"])[column][0]


def _by_word() -> dict[str, Column]:
    words = {word: column for headings in HEADINGS.values() for column, names in headings.items() for word in names}
    return words | {column.value: column for column in Column}


BY_HEADING: dict[str, Column] = _by_word()
