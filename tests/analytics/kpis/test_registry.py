"""Every declaration says all that a page, a file and a feed must say."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from analytics.kpis.definition import Bilingual, Kpi, Population
from analytics.kpis.measures import Counting, Measure
from analytics.kpis.registry import KPIS, kpi_by_key
from analytics.xapi.vocabulary import VERBS

ROOT = Path(__file__).parents[3]


def test_the_three_of_the_foundation_in_their_order() -> None:
    assert [kpi.key for kpi in KPIS] == ["completions", "completions-per-100", "active-learners"]
    assert kpi_by_key("completions-per-100") is KPIS[1]
    assert kpi_by_key("no-such") is None


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_a_declaration_is_whole(kpi: Kpi) -> None:
    assert kpi.measure.verbs <= set(VERBS)
    assert kpi.is_ratio == (kpi.population is not Population.NONE) == (kpi.scale != 1)
    texts = [value for value in vars(kpi).values() if isinstance(value, Bilingual)]
    assert len(texts) == 8
    assert all(text.sv != text.en for text in texts)


@pytest.mark.parametrize("name", [field.name for field in fields(Kpi)])
def test_nothing_is_declared_that_nobody_reads(name: str) -> None:
    readers = [path for path in (ROOT / "analytics").rglob("*.py") if "kpis/families" not in path.as_posix()]
    assert any(re.search(rf"\.{name}\b", path.read_text()) for path in readers)


def test_people_are_counted_where_people_are_meant() -> None:
    assert [kpi.key for kpi in KPIS if kpi.measure.counting is Counting.PEOPLE] == ["active-learners"]


def test_a_text_in_one_language_and_a_measure_of_everything_are_refused() -> None:
    with pytest.raises(ValueError, match="both"):
        Bilingual("bara svenska", " ")
    with pytest.raises(ValueError, match="verbs"):
        Measure(counting=Counting.PEOPLE, verbs=frozenset())


def test_texts_follow_the_language() -> None:
    text = Bilingual("kurs", "course")
    assert [text.text(code) for code in ("sv", "en", "en-gb", "fi")] == ["kurs", "course", "course", "kurs"]


def test_the_declarations_load_without_django() -> None:
    program = "import sys; import analytics.kpis.registry; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
