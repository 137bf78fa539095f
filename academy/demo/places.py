"""The demo's federations, organisations and units. Names and codes of municipalities are real, all else is made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One organisation: its units as (name, sector, demo employees), below the root unit."""

    name: str
    slug: str
    scb_code: str
    kind: str
    units: tuple[tuple[str, str, int], ...]


CARE, SCHOOL, TECHNICAL, OFFICE = "care", "education", "technical", "administration"


def _municipality(name: str, slug: str, code: str, employees: tuple[int, int, int, int]) -> Place:
    care, school, technical, office = employees
    units = (
        ("Socialförvaltningen", CARE, care),
        ("Barn- och utbildningsförvaltningen", SCHOOL, school),
        ("Tekniska förvaltningen", TECHNICAL, technical),
        ("Kommunledningskontoret", OFFICE, office),
    )
    return Place(name, slug, code, "municipality", units)


HOGLANDET = (
    _municipality("Aneby kommun", "aneby", "0604", (14, 13, 6, 5)),
    _municipality("Eksjö kommun", "eksjo", "0686", (26, 24, 10, 9)),
    _municipality("Nässjö kommun", "nassjo", "0682", (32, 34, 12, 11)),
    _municipality("Sävsjö kommun", "savsjo", "0684", (18, 17, 8, 6)),
    _municipality("Vetlanda kommun", "vetlanda", "0685", (30, 28, 11, 10)),
    Place("Höglandsakademins kansli", "kansliet", "", "joint_body", (("Redaktionen", OFFICE, 4),)),
)
FYRBODAL = (
    _municipality("Åmåls kommun", "amal", "1492", (12, 11, 5, 5)),
    _municipality("Dals-Eds kommun", "dals-ed", "1438", (8, 7, 4, 4)),
)
FEDERATIONS = (("hoglandet", "Höglandet", HOGLANDET), ("fyrbodal", "Fyrbodal", FYRBODAL))

# Key, name in Swedish and in English.
SECTORS = (
    (CARE, "Vård och omsorg", "Care"),
    (SCHOOL, "Utbildning", "Education"),
    (TECHNICAL, "Teknik och miljö", "Technical services"),
    (OFFICE, "Administration", "Administration"),
)

# Below the social services of every municipality, so that a figure by unit has a tree to show.
TEAMS = (("Hemtjänsten", 2), ("Särskilt boende", 3))
