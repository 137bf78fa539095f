"""Numbers, dates and times as Swedes write them, and as English readers in Europe do."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import override

MOMENT = datetime(2026, 11, 26, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
WRITTEN = {
    "sv": (
        "1\u00a0058",
        "7,5",
        "26 november 2026",
        "8.30",
        "26 november 2026 kl. 8.30",
        "2026-11-26",
        "2026-11-26 8.30",
    ),
    "en": ("1,058", "7.5", "26 November 2026", "8:30", "26 November 2026, 8:30", "2026-11-26", "2026-11-26 8:30"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_numbers_dates_and_times_are_written_as_the_language_does(language: str) -> None:
    with override(language):
        assert WRITTEN[language] == (
            number_format(1058, force_grouping=True),
            number_format(7.5),
            date_format(date(2026, 11, 26)),
            time_format(MOMENT.time()),
            date_format(MOMENT, "DATETIME_FORMAT"),
            date_format(MOMENT, "SHORT_DATE_FORMAT"),
            date_format(MOMENT, "SHORT_DATETIME_FORMAT"),
        )


@pytest.mark.parametrize("language", WRITTEN)
def test_templates_write_the_same(language: str) -> None:
    template = Template("{{ n|floatformat:'0g' }} {{ x|floatformat }} {{ moment|date }} {{ moment|time }}")
    with override(language):
        grouped, fraction, day, time, *_ = WRITTEN[language]
        assert template.render(Context({"n": 1058, "x": 7.5, "moment": MOMENT})) == f"{grouped} {fraction} {day} {time}"
