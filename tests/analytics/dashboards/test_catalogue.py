"""The catalogue of key figures says all that is declared, in both languages, and every figure leads to it."""

import pytest
from django.utils import timezone

from academy.periods import Month
from analytics.kpis.registry import KPIS
from tests.analytics.rollup.happenings import filled, happened
from tests.conftest import Cast, signed_in


@pytest.mark.parametrize(("prefix", "language"), [("", "sv"), ("/en", "en")])
def test_every_declaration_is_there_whole(cast: Cast, prefix: str, language: str) -> None:
    page = signed_in(cast.eksjo.learner).get(f"{prefix}/nyckeltal/om/").content.decode()
    for kpi in KPIS:
        assert f'id="{kpi.key}"' in page
        for text in (kpi.title, kpi.meaning, kpi.numerator, kpi.denominator, kpi.exclusions, kpi.source, kpi.owner):
            assert text.text(language) in page
    assert page.count("<section") == len(KPIS)


def test_it_says_what_leaves_the_organisation_and_what_never_does(cast: Cast) -> None:
    page = signed_in(cast.stranger).get("/en/nyckeltal/om/").content.decode()
    completions, per_100, active = page.split("<section")[1:]
    assert "Never. It stays in the organisation." in completions
    assert "A row for each organisation and the sum of those shown, by month" in per_100
    assert "A row for each organisation, by year" in active
    assert "Number of completed courses ÷ number of employees × 100" in per_100
    assert (
        "Hidden when it is about fewer than 5 people, or about so many that fewer than 5 are left outside it" in active
    )


def test_a_figure_leads_to_its_definition(cast: Cast) -> None:
    now = timezone.now()
    happened(cast.eksjo.care, "somebody", at=now)
    filled(now)
    address = f"/nyckeltal/eksjo/completions/hela/{Month.of(now)}/"
    assert '/nyckeltal/om/#completions"' in signed_in(cast.eksjo.hr).get(address).content.decode()
