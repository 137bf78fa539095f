"""The demo's federations, organisations and units. Names and codes of municipalities are real, all else is made up.

A municipality's committees (nämnder) are controllers of their own personal data; the administration stands below its
committee and the workplaces below the administration. Companies and joint bodies bear invented names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

CARE, SCHOOL, TECHNICAL, OFFICE = "care", "education", "technical", "administration"
# About how many people the units below add up to.
WHOLE = 620


@dataclass(frozen=True)
class Part:
    """A unit: how many people work, or sit, in it itself, and the units below it. A committee has no sector."""

    name: str
    sector: str
    people: int
    below: tuple["Part", ...] = ()
    is_committee: bool = False
    team: str = ""

    def all_people(self) -> int:
        """Return how many work here and below; those who sit in a committee are not employees."""
        return (0 if self.is_committee else self.people) + sum(part.all_people() for part in self.below)

    def each(self) -> Iterator["Part"]:
        """Give this unit and all below it, in tree order."""
        yield self
        for part in self.below:
            yield from part.each()


@dataclass(frozen=True)
class Place:
    """One organisation and its units below the root unit."""

    name: str
    slug: str
    scb_code: str
    kind: str
    units: tuple[Part, ...]
    owners: tuple[str, ...] = ()

    def each(self) -> Iterator[Part]:
        """Give all units but the root."""
        for part in self.units:
            yield from part.each()


def _municipality(name: str, slug: str, code: str, people: int, *, is_large: bool) -> Place:
    """Return a municipality of about so many people; a large one has more workplaces."""

    def share(percent: float) -> int:
        return max(1, round(people * percent / 100))

    seats = 5 if is_large else 3
    care = [
        Part("Hemtjänsten", CARE, share(15), team="Hemtjänsten Norr"),
        Part("Särskilt boende", CARE, share(17), team="Nattlaget"),
    ]
    school = [
        Part("Förskolan", SCHOOL, share(11), team="Ekbacken"),
        Part("Grundskolan", SCHOOL, share(18), team="Årskurs 4–6"),
    ]
    technical = [Part("Gata och park", TECHNICAL, share(6), team="Vinterberedskapen")]
    if is_large:
        care.append(Part("Individ- och familjeomsorgen", CARE, share(6), team="Mottagningen"))
        school.append(Part("Gymnasieskolan", SCHOOL, share(7)))
        technical.append(Part("Vatten och avlopp", TECHNICAL, share(4)))
    return Place(
        name,
        slug,
        code,
        "municipality",
        (
            _committee("Kommunstyrelsen", seats, Part("Kommunledningskontoret", OFFICE, share(9))),
            _committee("Socialnämnden", seats, Part("Socialförvaltningen", CARE, share(4), tuple(care))),
            _committee(
                "Barn- och utbildningsnämnden",
                seats,
                Part("Barn- och utbildningsförvaltningen", SCHOOL, share(4), tuple(school)),
            ),
            _committee(
                "Tekniska nämnden", seats, Part("Tekniska förvaltningen", TECHNICAL, share(4), tuple(technical))
            ),
        ),
    )


def _committee(name: str, seats: int, administration: Part) -> Part:
    return Part(name, "", seats, (administration,), is_committee=True)


def _company(name: str, slug: str, sector: str, *units: tuple[str, int]) -> Place:
    return Place(name, slug, "", "company", tuple(Part(unit, sector, people) for unit, people in units))


HOGLANDET = (
    _municipality("Aneby kommun", "aneby", "0604", 33, is_large=False),
    _municipality("Eksjö kommun", "eksjo", "0686", 90, is_large=True),
    _municipality("Nässjö kommun", "nassjo", "0682", 126, is_large=True),
    _municipality("Sävsjö kommun", "savsjo", "0684", 70, is_large=False),
    _municipality("Vetlanda kommun", "vetlanda", "0685", 110, is_large=True),
    _company(
        "Ljusvattnet Energi AB", "ljusvattnet", TECHNICAL, ("Elnät och fiber", 9), ("Fjärrvärme", 8), ("Kundservice", 5)
    ),
    _company("Hemvist Höglandet AB", "hemvist", TECHNICAL, ("Fastighetsskötsel", 9), ("Uthyrning", 5)),
    _company("Tallkvistens Näringsliv AB", "tallkvisten", OFFICE, ("Kansli", 4)),
    Place(
        "Räddningsförbundet Höglandet",
        "raddningen",
        "",
        "joint_body",
        (Part("Utryckning", TECHNICAL, 14, team="Lag A"), Part("Förebyggande", OFFICE, 5)),
        owners=("aneby", "eksjo", "savsjo", "vetlanda"),
    ),
    Place(
        "Höglandsakademins kansli",
        "kansliet",
        "",
        "joint_body",
        (Part("Redaktionen", OFFICE, 3),),
        owners=("aneby", "eksjo", "nassjo", "savsjo", "vetlanda", "ljusvattnet"),
    ),
)
FYRBODAL = (
    _municipality("Åmåls kommun", "amal", "1492", 22, is_large=False),
    _municipality("Dals-Eds kommun", "dals-ed", "1438", 14, is_large=False),
)
FEDERATIONS = (("hoglandet", "Höglandet", HOGLANDET), ("fyrbodal", "Fyrbodal", FYRBODAL))

# Key, name in Swedish and in English.
SECTORS = (
    (CARE, "Vård och omsorg", "Care"),
    (SCHOOL, "Utbildning", "Education"),
    (TECHNICAL, "Teknik och miljö", "Technical services"),
    (OFFICE, "Administration", "Administration"),
)


def scaled(place: Place, people: int) -> Place:
    """Return the organisation as it is when the whole demo has about so many people; all units stay."""
    shared = _Shared(people / WHOLE)
    return replace(place, units=tuple(shared.out(part) for part in place.units))


@dataclass
class _Shared:
    """Shares people out so that what one unit is rounded down by comes to the next."""

    factor: float
    owed: float = 0.0

    def out(self, part: Part) -> Part:
        """Return the unit, and those below it, with their share of people."""
        self.owed += part.people * self.factor
        people = round(self.owed)
        self.owed -= people
        return replace(part, people=people, below=tuple(self.out(each) for each in part.below))
