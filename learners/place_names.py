"""Names of municipalities as one says them. Pure."""

KIND = " kommun"
# Where the name of the place itself ends in s. Everywhere else that s is the genitive's.
_OWN_S = ("ås", "näs", "fors", "Grums")


def spoken(municipality: str) -> str:
    """Return the place: Eksjö of Eksjö kommun, Åmål of Åmåls kommun, Tranås of Tranås kommun."""
    if not municipality.endswith(KIND):
        return municipality
    place = municipality.removesuffix(KIND)
    return place if place.endswith(_OWN_S) else place.removesuffix("s")
