"""Texts that several declarations share."""

from analytics.kpis.definition import Bilingual

OWN_STATEMENTS = Bilingual(
    "Akademins egna lärposter. De skrivs av servern när något händer, och räknas i den månad då det hände.",
    "The academy’s own learning records. The server writes them when something happens; they count in that month.",
)
NOTHING_TO_DIVIDE_BY = Bilingual("Ingen. Talet är ett antal.", "None. The figure is a number of its own.")
ACADEMY_OFFICE = Bilingual("Akademins kansli", "The academy’s office")
