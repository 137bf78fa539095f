"""Names of municipalities as one says them. Pure."""

KIND = " kommun"
# Where the name of the place itself ends in s. Everywhere else that s is the genitive's.
_OWN_S = ("ås", "näs", "fors", "Grums")
# Where the municipality bears an old form of the name: of 290 the only one.
_OLD_FORMS = {"Falu": "Falun"}


def spoken(municipality: str) -> str:
    """Return the place: Eksjö of Eksjö kommun, Åmål of Åmåls kommun, Tranås of Tranås kommun, Falun of Falu kommun."""
    if not municipality.endswith(KIND):
        return municipality
    place = municipality.removesuffix(KIND)
    return place if place.endswith(_OWN_S) else _OLD_FORMS.get(place, place.removesuffix("s"))
