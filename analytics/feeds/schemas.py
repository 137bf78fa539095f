"""The shapes that other systems read, after Kolada's: KPI × municipality code × period."""

from datetime import date, datetime

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


class FigureQuery(Schema):
    """Which figures a system asks for."""

    kpi: str | None = Field(None, description="Ids with commas between; all if left out.")
    period_from: str | None = Field(None, description="First month (2026-01) or year (2026).")
    period_to: str | None = Field(None, description="Last month or year.")
    unit: str | None = Field(None, description="A unit's id, or all; the whole organisation if left out.")
    page: int = Field(1, ge=1, le=1_000_000)


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


class FiguresOut(Schema):
    """One page of figures."""

    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    values: list[FigureOut]
