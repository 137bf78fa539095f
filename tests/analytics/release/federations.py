"""Federations for the attack: organisations of very different sizes, some of which do not share, over several releases."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hypothesis import strategies as st

from academy.periods import STOCKHOLM
from analytics.kpis.registry import kpi_by_key
from analytics.release.shared.published import Published, PublishedCell
from analytics.release.suppression import Cell, Key, Verdict, judge
from tests.analytics.release.attacker import Release, Told

YEAR, MONTHS = 2026, (202601, 202602, 202603)
NOW = datetime(2026, 4, 1, 6, tzinfo=STOCKHOLM)
Cells = dict[Key, Cell]
Rule = Callable[[Cells, frozenset[int], frozenset[Key]], Release]


@dataclass(frozen=True)
class Federation:
    """What happened, as it was known at each release, and who takes part; `later` says who did at the later ones."""

    known: tuple[Cells, ...]
    sharing: frozenset[int]
    organisations: tuple[int, ...]
    later: tuple[frozenset[int], ...] = ()


def our_rule(cells: Cells, sharing: frozenset[int], hidden_before: frozenset[Key]) -> Release:
    """Publish as the platform does."""
    shared = {key: cell for key, cell in cells.items() if key.organisation in sharing}
    verdicts = judge(shared.values(), hidden_before)
    told = {
        key: Told(verdicts[key], cell.count if verdicts[key] is Verdict.SHOWN else None, cell)
        if key in shared
        else Told(None, None, cell)
        for key, cell in cells.items()
    }
    return Release(told, tuple(_sums(told)))


def _sums(told: Mapping[Key, Told]) -> Iterable[tuple[frozenset[Key], int]]:
    """Give the sums that the page makes of what is shown, with the cells that they cover."""
    kpi = kpi_by_key("completions-per-100")
    assert kpi is not None
    for month in MONTHS:
        table = {key: each for key, each in told.items() if (key.kpi, key.period) == ("completed", month)}
        cells = tuple(published_cell(key, each) for key, each in table.items())
        total = Published(1, month, NOW, "closed", cells).sum_of(kpi)
        if total:
            yield frozenset(key for key, each in table.items() if each.verdict is Verdict.SHOWN), total.numerator


def published_cell(key: Key, told: Told) -> PublishedCell:
    """Return completions as they are published: no number where they are hidden."""
    kpi = kpi_by_key("completions-per-100")
    assert kpi is not None
    return PublishedCell(
        organisation_id=key.organisation,
        organisation=str(key.organisation),
        slug=str(key.organisation),
        scb_code="",
        kpi=kpi,
        kpi_version=kpi.version,
        period=key.period,
        state=told.verdict or "not_taking_part",
        numerator=told.count,
        denominator=told.cell.denominator if told.count is not None else None,
        denominator_as_of=None,
        corrected_because="",
    )


def published(federation: Federation, rule: Rule) -> list[Release]:
    """Publish every state in turn; each release remembers what the one before it has hidden, and what was corrected."""
    releases: list[Release] = []
    for cells in federation.known:
        hidden = (
            frozenset(k for k, told in releases[-1].cells.items() if told.verdict is not Verdict.SHOWN)
            if releases
            else frozenset()
        )
        sharing = (federation.sharing, *federation.later)
        release = rule(cells, sharing[min(len(releases), len(federation.later))], hidden)
        before = federation.known[len(releases) - 1] if releases else cells
        corrected = frozenset(key for key in cells if before[key] != cells[key])
        releases.append(replace(release, corrected=corrected))
    return releases


@st.composite
def _organisation(draw: st.DrawFn, number: int) -> Cells:
    population = draw(st.one_of(st.none(), st.integers(0, 12), st.integers(5, 3000)))
    many = st.integers(0, 400)
    numbers = st.one_of(st.integers(0, 9), many if draw(st.booleans()) else st.integers(0, 12))
    cells: Cells = {}
    months = []
    for month in MONTHS:
        active = Cell(Key(number, "active", month), draw(numbers), population, denominator=population)
        done = draw(numbers) if active.count else 0
        months.append(active)
        cells[active.key] = active
        if population:
            key = Key(number, "completed", month)
            cells[key] = Cell(key, done, population, denominator=population)
    counts = [cell.count for cell in months]
    key = Key(number, "active", YEAR)
    year = draw(st.integers(max(counts), sum(counts)))
    cells[key] = Cell(key, year, population, population, rests_on=tuple(cell.key for cell in months))
    return cells


@st.composite
def federations(draw: st.DrawFn) -> Federation:
    """Draw 2 to 8 organisations and one to three releases, between which some are corrected, join or leave."""
    organisations = tuple(range(1, draw(st.integers(2, 8)) + 1))
    now = [draw(_organisation(number)) for number in organisations]
    known = [_together(now)]
    for _ in range(draw(st.integers(0, 2))):
        number = draw(st.sampled_from(organisations))
        now = [
            draw(_organisation(number)) if each == number else cells
            for each, cells in zip(organisations, now, strict=True)
        ]
        known.append(_together(now))
    most = st.frozensets(st.sampled_from(organisations), min_size=len(organisations) - 2)
    sharing, later = draw(most), tuple(draw(most) for _ in known[1:])
    keys = frozenset.intersection(*(frozenset(cells) for cells in known))
    return Federation(
        tuple({key: cells[key] for key in sorted(keys)} for cells in known), sharing, organisations, later
    )


def _together(parts: Iterable[Cells]) -> Cells:
    return {key: cell for part in parts for key, cell in part.items()}


def one_total(cells: Cells, hidden: Iterable[Key], sharing: frozenset[int]) -> Release:
    """Publish these cells but for the hidden ones, with the total of the whole federation: what other rules would do."""
    hidden = set(hidden)
    told = {}
    for key, cell in cells.items():
        verdict = Verdict.FEW if key in hidden and 0 < cell.count < cell.floor else Verdict.LINKED
        verdict = verdict if key in hidden else Verdict.SHOWN
        shown = key.organisation in sharing and verdict is Verdict.SHOWN
        told[key] = Told(verdict if key.organisation in sharing else None, cell.count if shown else None, cell)
    return Release(told, ((frozenset(cells), sum(cell.count for cell in cells.values())),))


def naive_rule(cells: Cells, sharing: frozenset[int], _: frozenset[Key]) -> Release:
    """Hide what is below the floor, and one more when it stands alone."""
    few = [key for key, cell in cells.items() if 0 < cell.count < cell.floor]
    others = sorted((cell.count, key) for key, cell in cells.items() if key not in few)
    return one_total(cells, few + [key for _, key in others[:1]] if len(few) == 1 else few, sharing)


def counting_rule(cells: Cells, sharing: frozenset[int], _: frozenset[Key]) -> Release:
    """Hide until two are hidden beside any reader's own, whatever their values are."""
    few = [key for key, cell in cells.items() if 0 < cell.count < cell.floor]
    others = sorted((cell.count, key) for key, cell in cells.items() if key not in few)
    return one_total(cells, few + [key for _, key in others[: max(0, 3 - len(few))]] if few else few, sharing)
