"""The shapes that other systems read, after Kolada's: KPI × municipality code × period."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema


class TextOut(Schema):
    """A text in both languages."""

    sv: str
    en: str


class KpiOut(Schema):
    """What a KPI means."""

    id: str
    version: int
    title: TextOut
    meaning: TextOut
    numerator: TextOut
    denominator: TextOut
    exclusions: TextOut
    source: TextOut
    unit: TextOut = Field(description="What a value is a number of.")
    scale: int = Field(description="Value = numerator / denominator × scale, when there is a denominator.")
    decimals: int
    owner: TextOut


class KpisOut(Schema):
    """All KPIs."""

    count: int
    values: list[KpiOut]


# A year from 1000, or a month of one.
PERIOD = r"^[1-9][0-9]{3}(-(0[1-9]|1[0-2]))?$"
KPI_IDS = r"^[a-z0-9]+(-[a-z0-9]+)*(,[a-z0-9]+(-[a-z0-9]+)*)*$"


class PageQuery(Schema):
    """Which part of a long answer."""

    per_page: int = Field(500, ge=1, le=1000, description="Most values in one answer.")
    cursor: str | None = Field(None, max_length=1000, description="Where to go on: it stands in `next`.")


class FigureQuery(PageQuery):
    """Which figures a system asks for."""

    kpi: str | None = Field(
        None, pattern=KPI_IDS, max_length=1000, description="Ids with commas between; all if left out."
    )
    period_from: str | None = Field(None, pattern=PERIOD, description="First month (2026-01) or year (2026).")
    period_to: str | None = Field(None, pattern=PERIOD, description="Last month or year.")
    unit: str | None = Field(
        None, max_length=20, description="A unit's id, or all; the whole organisation if left out."
    )


class DataQuery(PageQuery):
    """Which data points a system asks for: KPI, municipality and period, as of Kolada."""

    kpi: str | None = Field(
        None, pattern=KPI_IDS, max_length=1000, description="Ids with commas between; all if left out."
    )
    municipality: str | None = Field(
        None, max_length=60, description="The key's own municipality code (SCB) or name in addresses; no other."
    )
    period_from: str | None = Field(None, pattern=PERIOD, description="First month (2026-01) or year (2026).")
    period_to: str | None = Field(None, pattern=PERIOD, description="Last month or year.")


class SharedQuery(Schema):
    """Which snapshot a system asks for."""

    period: str | None = Field(None, pattern=PERIOD, description="A month or year; the latest of all if left out.")


class ErrorOut(Schema):
    """What went wrong."""

    code: str = Field(description="For programs; stays the same.")
    message: str = Field(description="For whoever writes them.")
    field: str | None = Field(description="The parameter that is to blame, if one is.")


class ErrorsOut(Schema):
    """Every refusal."""

    error: ErrorOut


class UnitOut(Schema):
    """A part of the organisation."""

    id: int
    name: str


class FigureOut(Schema):
    """One released figure."""

    kpi: str
    kpi_version: int = Field(description="Version of the definition.")
    municipality: str = Field(
        description="Municipality code of Statistics Sweden (SCB); empty for other organisations."
    )
    organisation: str = Field(description="The organisation's own stable name in addresses.")
    unit: UnitOut | None = Field(description="Null for the whole organisation.")
    period: str = Field(description="A month as 2026-11, or a year as 2026.")
    value: float | None = Field(description="Null when state is not shown.")
    numerator: int
    denominator: int | None
    denominator_as_of: date | None
    state: str = Field(description="shown, or no_denominator when the number of employees is not known.")
    preliminary: bool = Field(description="True as long as the period goes on.")
    version: int = Field(description="Rises by one each time the value changes.")
    as_of: datetime = Field(
        description="When statements were counted: all that had been confirmed to their senders before this moment."
    )


class PageOut(Schema):
    """One page of a long answer."""

    count: int = Field(description="How many values stand in this answer.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class FiguresOut(PageOut):
    """One page of figures, by KPI, period and unit."""

    values: list[FigureOut]


class PointOut(Schema):
    """One value, as Kolada writes it."""

    gender: Literal["T"] = Field(description="T, everyone: figures are not divided by gender.")
    count: int = Field(description="How many values it is made of: always 1.")
    status: Literal["", "Missing"] = Field(description="Missing when there is no value to show, otherwise empty.")
    value: float | None


class DataPointOut(Schema):
    """The values of one KPI, municipality and period."""

    kpi: str
    municipality: str = Field(description="Municipality code (SCB), or the name in addresses of other organisations.")
    period: str
    values: list[PointOut]


class DataOut(PageOut):
    """One page of data points, by KPI and period."""

    values: list[DataPointOut]


class RevisionSideOut(Schema):
    """A figure before or after a revision."""

    kpi_version: int
    numerator: int
    denominator: int | None


class RevisionOut(Schema):
    """A figure of a period that had ended got another value."""

    kpi: str
    unit: int | None = Field(description="Id of the unit; null for the whole organisation.")
    period: str
    version: int = Field(description="The figure's version after it.")
    reason: str = Field(description="For programs: why it changed.")
    revised_at: datetime
    before: RevisionSideOut
    after: RevisionSideOut


class RevisionsOut(PageOut):
    """One page of revisions, in the order they were made."""

    values: list[RevisionOut]


class SharedFigureOut(Schema):
    """What one organisation shows others of one KPI."""

    kpi: str
    kpi_version: int
    municipality: str = Field(description="Municipality code (SCB); empty for other organisations.")
    organisation: str = Field(description="The organisation's name, as people read it.")
    organisation_slug: str = Field(description="Its stable name in addresses, which /figures gives as organisation.")
    value: float | None = Field(description="Null unless state is shown.")
    numerator: int | None
    denominator: int | None
    denominator_as_of: date | None
    state: str = Field(description="shown, or why it is not: few, population, linked, no_denominator …")
    corrected_because: str = Field(description="Why it differs from the snapshot before; empty if it does not.")


class SnapshotOut(Schema):
    """One publication of a period. It never changes: a correction is a snapshot with the next number."""

    period: str
    number: int
    taken_at: datetime
    reason: str
    values: list[SharedFigureOut]


class SharedOut(Schema):
    """What the organisations of a federation show each other of one period, and which periods there are."""

    periods: list[str]
    snapshot: SnapshotOut | None = Field(description="The latest of the period; null when nothing is published.")
