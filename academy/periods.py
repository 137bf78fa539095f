"""Days, months and years as people in Sweden live them: Europe/Stockholm, through both clock changes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local_day(moment: datetime) -> date:
    """Return the Swedish calendar day of an aware moment; raise ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(STOCKHOLM).date()


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. `number` (202611) is what is stored at ingest, so that no query turns time zones."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """Return the Swedish month of an aware moment."""
        day = local_day(moment)
        return cls(day.year, day.month)

    @classmethod
    def from_number(cls, number: int) -> "Month":
        """Return the month of a stored number; raise ValueError when it is none."""
        month = cls(number // 100, number % 100)
        if not 1 <= month.month <= 12 or not 1 <= month.year <= 9999:
            raise ValueError(f"{number} is not a month such as 202611.")
        return month

    @property
    def number(self) -> int:
        """The month as YYYYMM."""
        return self.year * 100 + self.month

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        """The month after this one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def before(self, months: int) -> "Month":
        """Return the month so many months earlier."""
        index = self.year * 12 + self.month - 1 - months
        return Month(index // 12, index % 12 + 1)

    @property
    def starts_at(self) -> datetime:
        """The aware moment at which the month begins in Sweden."""
        return datetime.combine(self.first_day, time.min, tzinfo=STOCKHOLM)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
