"""The demo's accounts: who a visitor can try the academy as."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PASSWORD = "granris-och-kaffe"  # pragma: allowlist secret


@dataclass(frozen=True)
class DemoAccount:
    """One account to try: `unit` names the unit worked in, `role` and `role_unit` what it may do and where."""

    email: str
    first_name: str
    last_name: str
    organisation: str
    unit: str
    position: str
    part: object
    role: str = ""
    leader_group: str = ""


ACCOUNTS = (
    DemoAccount(
        "maja@savsjo.example", "Maja", "Lindqvist", "savsjo", "Hemtjänsten", "Undersköterska", _("Staff, Sävsjö")
    ),
    DemoAccount(
        "jonas@eksjo.example",
        "Jonas",
        "Hallgren",
        "eksjo",
        "Socialförvaltningen",
        "Enhetschef",
        _("Leader, Eksjö"),
        role="leader",
        leader_group="official",
    ),
    DemoAccount(
        "eva@eksjo.example", "Eva", "Brolin", "eksjo", "", "HR-chef", _("HR, Eksjö"), role="hr", leader_group="official"
    ),
    DemoAccount(
        "amina@savsjo.example",
        "Amina",
        "Farah",
        "savsjo",
        "",
        "HR-strateg",
        _("HR, Sävsjö"),
        role="hr",
        leader_group="key_person",
    ),
    DemoAccount(
        "goran@nassjo.example",
        "Göran",
        "Norrby",
        "nassjo",
        "Tekniska förvaltningen",
        "Avdelningschef",
        _("Leader of another municipality, Nässjö"),
        role="leader",
        leader_group="official",
    ),
    DemoAccount(
        "ylva@kansliet.example",
        "Ylva",
        "Ekwall",
        "kansliet",
        "Redaktionen",
        "Redaktör",
        _("Academy admin"),
        role="academy_admin",
    ),
    DemoAccount(
        "signe@vetlanda.example", "Signe", "Öberg", "vetlanda", "", "Utvecklare", _("Author, Vetlanda"), role="author"
    ),
    DemoAccount(
        "henrik@nassjo.example",
        "Henrik",
        "Dahl",
        "nassjo",
        "",
        "Kommunjurist",
        _("Author and subject expert, Nässjö"),
        role="author",
    ),
    DemoAccount(
        "tove@kansliet.example",
        "Tove",
        "Åkesson",
        "kansliet",
        "Redaktionen",
        "Språkvårdare",
        _("Language and accessibility reviewer"),
        role="reviewer",
    ),
    DemoAccount(
        "ulla@amal.example",
        "Ulla",
        "Ohlin",
        "amal",
        "",
        "HR-chef",
        _("HR in another region, Åmål"),
        role="hr",
        leader_group="official",
    ),
)
