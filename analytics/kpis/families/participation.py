"""Participation: how many people take part."""

from analytics.kpis.definition import Bilingual, Grain, Kpi, Noun, SharedTable
from analytics.kpis.measures import Counting, Measure
from analytics.kpis.sources import ACADEMY_OFFICE, NOTHING_TO_DIVIDE_BY, OWN_STATEMENTS
from analytics.xapi import vocabulary

ACTIVE_LEARNERS = Kpi(
    key="active-learners",
    version=1,
    title=Bilingual("Aktiva deltagare", "Active learners"),
    meaning=Bilingual(
        "Så många personer har lärt sig något i akademin under perioden.",
        "How many people have been learning in the academy during the period.",
    ),
    numerator=Bilingual(
        "Antal personer som har börjat en kurs, svarat på en fråga eller gjort klart ett steg eller en kurs. "
        "Varje person räknas en gång per enhet och period, så månader och enheter går inte att lägga ihop.",
        "The number of people who have begun a course, answered a question, or finished a step or a course. "
        "Each person counts once per unit and period, so months and units cannot be added up.",
    ),
    denominator=NOTHING_TO_DIVIDE_BY,
    exclusions=Bilingual(
        "Den som bara har tittat i katalogen eller öppnat en sida räknas inte.",
        "Someone who has only looked in the catalogue or opened a page does not count.",
    ),
    source=OWN_STATEMENTS,
    counted=Noun(one=Bilingual("person", "person"), many=Bilingual("personer", "people")),
    unit=Bilingual("personer", "people"),
    owner=ACADEMY_OFFICE,
    measure=Measure(
        counting=Counting.PEOPLE,
        verbs=frozenset({vocabulary.REGISTERED.iri, vocabulary.ANSWERED.iri, vocabulary.COMPLETED.iri}),
    ),
    shared_tables=(SharedTable(Grain.MONTH), SharedTable(Grain.YEAR)),
)

KPIS = (ACTIVE_LEARNERS,)
