"""The demo's accounts: who a visitor can try the academy as. What there is to try as each is told in guide.py."""

from dataclasses import dataclass

PASSWORD = "granris-och-kaffe"  # pragma: allowlist secret


@dataclass(frozen=True)
class DemoAccount:
    """One account: `unit` names the unit worked in (empty: the organisation itself), over which its roles hold.

    `part` says in the terminal who it is. `courses` are those taken before the visitor comes: which, how many days ago,
    and before which step it was left (0: finished).
    """

    email: str
    first_name: str
    last_name: str
    organisation: str
    unit: str
    position: str
    part: str
    roles: tuple[str, ...] = ()
    leader_group: str = ""
    courses: tuple[tuple[str, int, int], ...] = ()


ACCOUNTS = (
    DemoAccount("maja@savsjo.example", "Maja", "Lindqvist", "savsjo", "Hemtjänsten", "Undersköterska", "Staff, new"),
    DemoAccount(
        "sara@nassjo.example",
        "Sara",
        "Moberger",
        "nassjo",
        "Grundskolan",
        "Lärare",
        "Staff, with a year of courses",
        courses=(("kotter", 262, 0), ("security", 101, 0), ("gdpr", 33, 0), ("ai-act", 4, 3)),
    ),
    DemoAccount(
        "jonas@eksjo.example",
        "Jonas",
        "Hallgren",
        "eksjo",
        "Socialförvaltningen",
        "Förvaltningschef",
        "Leader, Eksjö",
        ("leader",),
        "official",
    ),
    DemoAccount("eva@eksjo.example", "Eva", "Brolin", "eksjo", "", "HR-chef", "HR, Eksjö", ("hr",), "official"),
    DemoAccount(
        "amina@savsjo.example", "Amina", "Farah", "savsjo", "", "HR-strateg", "HR, Sävsjö", ("hr",), "key_person"
    ),
    DemoAccount(
        "ingrid@vetlanda.example",
        "Ingrid",
        "Wallner",
        "vetlanda",
        "",
        "Kommundirektör",
        "Management, Vetlanda",
        ("leader", "coordinator"),
        "official",
    ),
    DemoAccount(
        "goran@nassjo.example",
        "Göran",
        "Norrby",
        "nassjo",
        "Tekniska förvaltningen",
        "Avdelningschef",
        "Leader in another municipality, Nässjö",
        ("leader",),
        "official",
    ),
    DemoAccount("signe@vetlanda.example", "Signe", "Öberg", "vetlanda", "", "Utvecklare", "Author", ("author",)),
    DemoAccount(
        "henrik@nassjo.example",
        "Henrik",
        "Dahl",
        "nassjo",
        "",
        "Kommunjurist",
        "Author, and expert who reviews the subject",
        ("author",),
    ),
    DemoAccount(
        "tove@kansliet.example",
        "Tove",
        "Åkesson",
        "kansliet",
        "Redaktionen",
        "Språkvårdare",
        "Reviewer of language and accessibility",
        ("reviewer",),
    ),
    DemoAccount(
        "ylva@kansliet.example",
        "Ylva",
        "Ekwall",
        "kansliet",
        "Redaktionen",
        "Redaktör",
        "Academy admin",
        ("academy_admin",),
    ),
    DemoAccount(
        "nils@kansliet.example",
        "Nils",
        "Rosell",
        "kansliet",
        "",
        "Analytiker",
        "Analyst of the federation",
        ("federation_analyst",),
    ),
    DemoAccount(
        "ulla@amal.example",
        "Ulla",
        "Ohlin",
        "amal",
        "",
        "HR-chef",
        "HR in another region, Åmål",
        ("hr",),
        "official",
    ),
)
