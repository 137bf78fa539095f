"""Completion: what has been finished, and how much that is for the size of the organisation."""

from analytics.kpis.definition import Bilingual, Grain, Kpi, Noun, Population, SharedTable
from analytics.kpis.measures import Counting, Measure
from analytics.kpis.sources import ACADEMY_OFFICE, NOTHING_TO_DIVIDE_BY, OWN_STATEMENTS
from analytics.xapi import vocabulary

COMPLETED_COURSES = Noun(
    one=Bilingual("fullföljd kurs", "completed course"), many=Bilingual("fullföljda kurser", "completed courses")
)

COMPLETIONS = Kpi(
    key="completions",
    version=1,
    title=Bilingual("Fullföljda kurser", "Completed courses"),
    meaning=Bilingual(
        "Så många gånger har någon gjort klart en kurs under perioden.",
        "How many times someone has finished a course during the period.",
    ),
    numerator=Bilingual(
        "Antal fullföljda kurser. Den som gör om en kurs räknas en gång för varje gång den blir klar.",
        "The number of completed courses. Someone who takes a course again counts once each time it is finished.",
    ),
    denominator=NOTHING_TO_DIVIDE_BY,
    exclusions=Bilingual(
        "Kurser som är påbörjade men inte klara räknas inte.", "Courses that are begun but not finished do not count."
    ),
    source=OWN_STATEMENTS,
    counted=COMPLETED_COURSES,
    unit=Bilingual("fullföljda kurser", "completed courses"),
    owner=ACADEMY_OFFICE,
    measure=Measure(
        counting=Counting.STATEMENTS,
        verbs=frozenset({vocabulary.COMPLETED.iri}),
        object_kinds=frozenset({"module"}),
    ),
)

COMPLETIONS_PER_100 = Kpi(
    key="completions-per-100",
    version=1,
    title=Bilingual("Fullföljda kurser per 100 anställda", "Completed courses per 100 employees"),
    meaning=Bilingual(
        "Hur många kurser de anställda har gjort klart, räknat per 100 anställda. Då går stora och små enheter att jämföra.",
        "How many courses the employees have finished, per 100 employees, so that large and small units can be compared.",
    ),
    numerator=Bilingual(
        "Antal kurser som anställda har fullföljt under perioden.",
        "The number of courses that employees have completed during the period.",
    ),
    denominator=Bilingual(
        "Antal anställda när perioden slutar, eller det senaste antal som organisationen har lämnat före det.",
        "The number of employees at the end of the period, or the latest number that the organisation stated before it.",
    ),
    exclusions=Bilingual(
        "Förtroendevalda är inte anställda. Deras fullföljda kurser räknas inte här.",
        "Elected members are not employees. Their completed courses do not count here.",
    ),
    source=Bilingual(
        "Akademins egna lärposter, och antalet anställda som organisationen själv har lämnat.",
        "The academy’s own learning records, and the number of employees that the organisation itself has stated.",
    ),
    counted=COMPLETED_COURSES,
    unit=Bilingual("per 100 anställda", "per 100 employees"),
    owner=ACADEMY_OFFICE,
    measure=Measure(
        counting=Counting.STATEMENTS,
        verbs=frozenset({vocabulary.COMPLETED.iri}),
        object_kinds=frozenset({"module"}),
        without_leader_groups=frozenset({"elected"}),
    ),
    population=Population.EMPLOYEES,
    scale=100,
    decimals=1,
    # By the month alone, and not beside the number of all completions: the difference is what elected members completed.
    shared_tables=(SharedTable(Grain.MONTH, has_sum=True),),
)

KPIS = (COMPLETIONS, COMPLETIONS_PER_100)
